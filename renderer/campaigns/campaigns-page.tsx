/** Campaign sets: a brief in words, and the sets that are kept; or the board of one. */
import { useEffect } from 'react';
import { Redirect } from 'wouter';
import { engine } from '../state/engine.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { PageLoading } from '../ui/page-loading.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { openSet, renewBoard, useBoard } from './board.ts';
import { BoardView } from './board-view.tsx';
import { SetList } from './set-list.tsx';

/** @param board the id of a set, or "new" for one that is not saved yet */
export function CampaignsPage({ board }: { board: string | undefined }) {
  const info = useLibrary((state) => state.info);
  const dir = info?.dir;
  const now = useBoard((state) => state.now);
  const set = useBoard((state) => state.set);
  const id = board === undefined || board === 'new' ? null : Number(board);
  const isOpen = id === null ? now !== null && set === null : set?.id === id;
  useEffect(() => {
    if (id !== null && useBoard.getState().set?.id !== id) openSet(id).catch(notifyError);
  }, [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another library has other products.
  useEffect(() => engine().on('catalog.changed', () => void renewBoard().catch(() => {})), [dir]);
  if (info === null || info?.products === 0) return <Welcome />;
  if (board === undefined) return <SetList />;
  if (isOpen) return <BoardView />;
  return id === null ? <Redirect to="/campaigns" replace /> : <PageLoading />;
}
