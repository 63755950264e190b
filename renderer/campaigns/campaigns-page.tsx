/** Campaign sets: a brief in words, and the sets that are kept; or the board of one. */
import { useEffect } from 'react';
import { Redirect } from 'wouter';
import { navigate } from 'wouter/use-hash-location';
import { engine } from '../state/engine.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { PageLoading } from '../ui/page-loading.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { boardIn, openSet, renewBoard, useBoard } from './board.ts';
import { BoardView } from './board-view.tsx';
import { SetList } from './set-list.tsx';

/** @param board the id of a set, or "new" for one that is not saved yet */
export function CampaignsPage({ board }: { board: string | undefined }) {
  const info = useLibrary((state) => state.info);
  const dir = info?.dir;
  const now = useBoard((state) => state.now);
  const set = useBoard((state) => state.set);
  const id = /^\d+$/.test(board ?? '') ? Number(board) : null;
  const isOpen = id === null ? now !== null && set === null : set?.id === id;
  useEffect(() => {
    if (id === null || useBoard.getState().set?.id === id) return;
    openSet(id).catch((error: unknown) => {
      notifyError(error);
      navigate('/campaigns');
    });
  }, [id]);
  useEffect(() => {
    boardIn(dir);
    return engine().on('catalog.changed', () => void renewBoard().catch(() => {}));
  }, [dir]);
  if (info === null || info?.products === 0) return <Welcome />;
  if (board === undefined) return <SetList />;
  if (isOpen) return <BoardView />;
  return id === null ? <Redirect to="/campaigns" replace /> : <PageLoading />;
}
