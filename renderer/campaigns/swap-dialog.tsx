/** Others to take the place of a product on the board. */
import { Modal, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { Failure } from '../ui/failure.tsx';
import { Photo } from '../ui/photo.tsx';
import { type BoardPlace, idsOn, replacePlace, useBoard } from './board.ts';
import { Facts } from './board-grid.tsx';
import classes from './campaigns.module.css';

export function SwapDialog({ place, onClose }: { place: BoardPlace | null; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={place !== null}
      onClose={onClose}
      size={860}
      title={t('campaigns.swap', { title: place?.title ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {place === null ? null : <Others place={place} onClose={onClose} />}
    </Modal>
  );
}

function Others({ place, onClose }: { place: BoardPlace; onClose(): void }) {
  const { t } = useTranslation();
  const now = useBoard((state) => state.now);
  const item = place.item;
  const board = idsOn(now?.places ?? []);
  const alike = useAnswer(
    'campaigns.another',
    now === null || item === null ? null : { brief: now.brief, productId: item.id, board, not: [...now.not] },
    { fresh: true },
  );
  // What left the catalog is like nothing: what is next in line for the brief takes its place.
  const next = useAnswer(
    'campaigns.propose',
    now === null || item !== null
      ? null
      : { brief: { ...now.brief, count: Math.min(100, board.length + 8) }, keep: board, not: [...now.not] },
    { fresh: true },
  );
  const { data, error, refetch } = item === null ? next : alike;
  if (error !== null) return <Failure error={error} onAction={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={200} radius="md" role="status" aria-label={t('common.loading')} />;
  const offered = data.items.filter(({ id }) => !board.includes(id));
  if (offered.length === 0) return <p className={classes.nothing}>{t('campaigns.noOther')}</p>;
  return (
    <ul className={classes.offers} aria-label={t('campaigns.others')}>
      {offered.map((other) => (
        <li key={other.id}>
          <button
            type="button"
            className={classes.offer}
            onClick={() => {
              replacePlace(place.key, other);
              onClose();
            }}
          >
            <Photo fit="tile" className={classes.photo} src={other.image?.thumb} alt="" />
            <span className={classes.cardTitle}>{other.title}</span>
            <Facts item={other} />
          </button>
        </li>
      ))}
    </ul>
  );
}
