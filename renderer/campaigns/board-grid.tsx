/** Products of a set in their order: dragged, moved by keys, locked, swapped, taken off. */
import type { CampaignItem } from '@contract';
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconGripVertical,
  IconLock,
  IconLockOpen,
  IconPhotoOff,
  IconX,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Photo } from '../ui/photo.tsx';
import { type BoardPlace, lock, move, removePlace } from './board.ts';
import classes from './campaigns.module.css';
import { SwapDialog } from './swap-dialog.tsx';
import { useLimitNames, useWhy } from './words.ts';

export function BoardGrid({ places, busy }: { places: readonly BoardPlace[]; busy: boolean }) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [swapped, setSwapped] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const grid = useRef<HTMLOListElement>(null);
  const moveBy = (from: number, to: number): void => {
    const place = places[from];
    if (place === undefined || to < 0 || to >= places.length) return;
    move(from, to);
    setSaid(t('campaigns.moved', { title: place.title, place: to + 1, count: places.length }));
    // The handle stays under the finger: it moves with its card.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-handle="${place.key}"]`)?.focus());
  };
  if (places.length === 0) return <p className={classes.nothing}>{t('campaigns.nothing')}</p>;
  return (
    <>
      <ol className={classes.grid} aria-label={t('campaigns.board')} aria-busy={busy} ref={grid}>
        {places.map((place, i) => (
          <li
            key={place.key}
            className={classes.card}
            data-over={over === i && dragged !== i}
            data-dragged={dragged === i}
            data-locked={place.locked}
            data-sku={place.sku}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', place.title);
              setDragged(i);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              event.dataTransfer.dropEffect = 'move';
              setOver(i);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDrop={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              event.stopPropagation();
              moveBy(dragged, i);
              setDragged(null);
              setOver(null);
            }}
          >
            <Card
              place={place}
              at={i}
              count={places.length}
              onMove={(to) => moveBy(i, to)}
              onSwap={() => setSwapped(place.key)}
            />
          </li>
        ))}
      </ol>
      <span className={classes.said} role="status">
        {said}
      </span>
      <SwapDialog place={places.find(({ key }) => key === swapped) ?? null} onClose={() => setSwapped(null)} />
    </>
  );
}

interface CardProps {
  readonly place: BoardPlace;
  readonly at: number;
  readonly count: number;
  onMove(to: number): void;
  onSwap(): void;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function Card({ place, at, count, onMove, onSwap }: CardProps) {
  const { t } = useTranslation();
  const { item, title, locked, key, state } = place;
  return (
    <>
      <div className={classes.tile}>
        {item === null ? (
          <span className={classes.missing}>
            <IconPhotoOff size={32} stroke={1.4} aria-hidden />
          </span>
        ) : (
          <button
            type="button"
            className={classes.photoButton}
            aria-label={t('campaigns.openProduct', { title })}
            onClick={() => navigate(`/product/${item.id}`)}
          >
            <Photo fit="tile" className={classes.photo} src={item.image?.thumb} alt="" />
          </button>
        )}
        <div className={classes.cardTools}>
          <IconButton
            size="sm"
            variant="default"
            data-handle={key}
            label={t('campaigns.handle', { title, place: at + 1, count })}
            tip={t('campaigns.handleHint')}
            onKeyDown={(event) => {
              const to =
                event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : at + (steps[event.key] ?? Number.NaN);
              if (Number.isNaN(to)) return;
              event.preventDefault();
              onMove(to);
            }}
          >
            <IconGripVertical size={15} />
          </IconButton>
          <span className={classes.grow} />
          <IconButton
            size="sm"
            variant="default"
            label={t(locked ? 'campaigns.unlock' : 'campaigns.lock', { title })}
            tip={t(locked ? 'campaigns.unlockShort' : 'campaigns.lockShort')}
            aria-pressed={locked}
            onClick={() => lock(key)}
          >
            {locked ? <IconLock size={15} /> : <IconLockOpen size={15} />}
          </IconButton>
          <IconButton
            size="sm"
            variant="default"
            label={t('campaigns.swap', { title })}
            tip={t('campaigns.swapShort')}
            onClick={onSwap}
          >
            <IconArrowsExchange size={15} />
          </IconButton>
          <IconButton
            size="sm"
            variant="default"
            label={t('campaigns.takeOff', { title })}
            tip={t('campaigns.takeOffShort')}
            onClick={() => removePlace(key)}
          >
            <IconX size={15} />
          </IconButton>
        </div>
      </div>
      <span className={classes.cardTitle} title={title}>
        {title}
      </span>
      {item === null ? <span className={classes.warning}>{t('campaigns.states.gone')}</span> : <Facts item={item} />}
      {item === null || state === 'here' ? null : <Since place={place} />}
    </>
  );
}

function Since({ place: { state, was, item } }: { place: BoardPlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (state === 'here') return null;
  const prices = {
    was: was === null ? '' : format.price(was, item?.price?.currency ?? null),
    now: item?.price == null ? '' : format.priceRange(item.price),
  };
  return (
    <span className={classes.warning}>
      <IconAlertTriangle size={13} aria-hidden /> {t(`campaigns.states.${state}`, prices)}
    </span>
  );
}

export function Facts({ item }: { item: CampaignItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useWhy();
  const names = useLimitNames();
  const line = [
    item.price === null ? '' : format.priceRange(item.price),
    item.brand ?? '',
    item.stock === null ? '' : t('campaigns.pieces', { count: item.stock }),
  ].filter((part) => part !== '');
  const reasons = item.why.map(why).join(' · ');
  return (
    <>
      <span className={classes.factLine}>{line.join(' · ')}</span>
      {item.breaks.length === 0 ? null : (
        <span className={classes.warning}>
          <IconAlertTriangle size={13} aria-hidden /> {t('campaigns.breaks', { limits: names(item.breaks) })}
        </span>
      )}
      <span className={classes.why} title={reasons}>
        {reasons === '' ? t('campaigns.why.none') : reasons}
      </span>
    </>
  );
}
