/** A product photo on its tile: loads lazily, fades in, and says so when it cannot be shown. */
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { platform } from '../platform/index.ts';
import { useEngine } from '../state/engine.ts';
import classes from './photo.module.css';
import { type Backdrop, backdropOf } from './photo-backdrop.ts';

interface PhotoProps {
  /** Host-free path; null when the product has no photo that can be shown. */
  readonly src: string | null | undefined;
  readonly alt: string;
  readonly className?: string | undefined;
  readonly eager?: boolean;
  /** `tile`: studio shots lie on the tile with air around them, other photos fill it when little is cut off. */
  readonly fit?: 'contain' | 'tile';
}

interface Loaded {
  readonly src: string;
  readonly backdrop: Backdrop | 'broken';
  /** Which connection to the engine it was loaded by: what was broken may only have come in its absence. */
  readonly opened: number;
}

/** How photos lay that were shown before: they are there at once when a list shows them again, in another place or not. */
const shown = new Map<string, Backdrop>();
const mostRemembered = 5000;

function remember(src: string, backdrop: Backdrop): void {
  shown.delete(src);
  shown.set(src, backdrop);
  const [oldest] = shown.keys();
  if (shown.size > mostRemembered && oldest !== undefined) shown.delete(oldest);
}

export function Photo({ src, alt, className, eager = false, fit = 'contain' }: PhotoProps) {
  const [state, setState] = useState<Loaded | null>(null);
  const opened = useEngine((engine) => engine.opened);
  const current = state !== null && state.src === src && (state.backdrop !== 'broken' || state.opened === opened);
  const before = shown.get(src ?? '');
  const known = current ? state.backdrop : (before ?? null);
  return (
    <span className={`${classes.tile} ${className ?? ''}`}>
      {src === null || src === undefined || known === 'broken' ? (
        <IconPhotoOff
          className={classes.missing}
          stroke={1.4}
          {...(alt === '' ? {} : { role: 'img', 'aria-label': alt })}
        />
      ) : (
        <img
          key={src}
          className={classes.image}
          data-backdrop={known}
          data-fit={fit}
          src={platform().imageUrl(src)}
          alt={alt}
          loading={eager || before !== undefined ? 'eager' : 'lazy'}
          decoding={before === undefined ? 'async' : 'sync'}
          draggable={false}
          onLoad={(event) => {
            const backdrop = backdropOf(event.currentTarget);
            remember(src, backdrop);
            setState({ src, backdrop, opened });
          }}
          onError={() => setState({ src, backdrop: 'broken', opened })}
        />
      )}
    </span>
  );
}
