/** The photos of a wall: clicked, swept over or walked with the arrow keys to pick them. */
import type { WallItem } from '@contract';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './describe.module.css';

interface PhotoWallProps {
  readonly label: string;
  readonly items: readonly WallItem[];
  /** With a line where the wall becomes unsure. */
  readonly isWall: boolean;
  readonly picked: ReadonlySet<number>;
  onPick(picked: ReadonlySet<number>): void;
  /** Photos beyond those that are here. */
  readonly more: number;
}

/** Where a sweep began, what was picked before it, and whether it picks or lets go. */
interface Sweep {
  readonly from: number;
  readonly before: ReadonlySet<number>;
  readonly on: boolean;
}

export function PhotoWall({ label, items, isWall, picked, onPick, more }: PhotoWallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sweep = useRef<Sweep | null>(null);
  const anchor = useRef(0);
  const [focused, setFocused] = useState(0);
  const wall = useRef<HTMLDivElement | null>(null);
  const ids = items.map(({ product }) => product.id);
  const line = isWall ? items.findIndex(({ sure }) => !sure) : -1;
  const current = Math.min(focused, Math.max(0, items.length - 1));
  const range = (from: number, to: number, before: ReadonlySet<number>, on: boolean): void => {
    const next = new Set(before);
    for (const id of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onPick(next);
  };
  const start = (at: number, extend: boolean): void => {
    const id = ids[at] as number;
    setFocused(at);
    if (extend) {
      range(anchor.current, at, picked, true);
      return;
    }
    const on = !picked.has(id);
    anchor.current = at;
    sweep.current = { from: at, before: picked, on };
    range(at, at, picked, on);
  };
  const go = (to: number, extend: boolean): void => {
    const at = Math.min(items.length - 1, Math.max(0, to));
    setFocused(at);
    wall.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus();
    if (extend) range(anchor.current, at, picked, true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey } = event;
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columnsOf(wall.current),
      ArrowUp: -columnsOf(wall.current),
      Home: -items.length,
      End: items.length,
    };
    const by = moves[key];
    if (by !== undefined) {
      if (!shiftKey) anchor.current = Math.min(items.length - 1, Math.max(0, current + by));
      go(current + by, shiftKey);
    } else if (key === ' ') {
      start(current, false);
      sweep.current = null;
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className={classes.photos}
      ref={wall}
      role="listbox"
      aria-multiselectable
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerUp={() => {
        sweep.current = null;
      }}
      onPointerLeave={() => {
        sweep.current = null;
      }}
    >
      {items.map(({ product, confidence, others }, at) => (
        <div key={product.id} className={classes.cell} role="presentation">
          {at === line ? (
            <p className={classes.line} role="presentation">
              {t('describe.line')}
            </p>
          ) : null}
          <div
            className={classes.photo}
            role="option"
            aria-selected={picked.has(product.id)}
            aria-label={
              confidence === null
                ? product.title
                : t('describe.photo', { title: product.title, value: format.percent(confidence) })
            }
            title={
              others[0] === undefined
                ? product.title
                : t('describe.orElse', { title: product.title, name: others[0].name })
            }
            data-at={at}
            tabIndex={at === current ? 0 : -1}
            onFocus={() => setFocused(at)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              // A pointer that is held by its first photo would never enter the next.
              event.currentTarget.releasePointerCapture(event.pointerId);
              start(at, event.shiftKey);
            }}
            onPointerEnter={(event) => {
              const { current: from } = sweep;
              if (from !== null && event.buttons === 1) range(from.from, at, from.before, from.on);
            }}
          >
            <Photo fit="tile" className={classes.picture} src={product.image?.thumb} alt="" />
            {confidence === null ? null : <span className={classes.value}>{format.percent(confidence)}</span>}
          </div>
        </div>
      ))}
      {more === 0 ? null : (
        <p className={classes.more}>{t('describe.moreLater', { count: more, number: format.number(more) })}</p>
      )}
    </div>
  );
}

/** Photos side by side. */
function columnsOf(wall: HTMLElement | null): number {
  if (wall === null) return 1;
  return Math.max(1, getComputedStyle(wall).gridTemplateColumns.split(' ').length);
}
