/** A product photo on its tile: loads lazily, fades in, and says so when it cannot be shown. */
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { platform } from '../platform/index.ts';
import classes from './photo.module.css';

interface PhotoProps {
  /** Host-free path; null when the product has no photo that can be shown. */
  readonly src: string | null | undefined;
  readonly alt: string;
  readonly className?: string | undefined;
  readonly eager?: boolean;
}

export function Photo({ src, alt, className, eager = false }: PhotoProps) {
  const [state, setState] = useState<{ src: string; loaded: boolean } | null>(null);
  const known = state !== null && state.src === src ? state : null;
  return (
    <span className={`${classes.tile} ${className ?? ''}`}>
      {src === null || src === undefined || known?.loaded === false ? (
        <IconPhotoOff className={classes.missing} stroke={1.4} aria-label={alt} role="img" />
      ) : (
        <img
          className={classes.image}
          data-loaded={known?.loaded === true}
          src={platform().imageUrl(src)}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          draggable={false}
          onLoad={() => setState({ src, loaded: true })}
          onError={() => setState({ src, loaded: false })}
        />
      )}
    </span>
  );
}
