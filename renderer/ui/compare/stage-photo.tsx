/** A large image to compare: its thumbnail at once, the image itself as soon as it is decoded. */
import { IconPhotoOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { platform } from '../../platform/index.ts';
import { type Backdrop, backdropOf } from '../photo-backdrop.ts';
import classes from './compare.module.css';
import { warm } from './warm.ts';

/** An image of a product, or one that somebody asks with. */
export interface ComparedImage {
  readonly id: number;
  readonly thumb: string | null;
  readonly original: string;
}

interface StagePhotoProps {
  readonly image: ComparedImage | undefined;
  readonly alt: string;
  readonly transform: string;
  readonly blend?: boolean;
}

export function StagePhoto({ image, alt, transform, blend = false }: StagePhotoProps) {
  const source = useBestSource(image);
  const [backdrop, setBackdrop] = useState<Backdrop>();
  if (image === undefined || source === null) {
    return <IconPhotoOff className={classes.missing} stroke={1.4} role="img" aria-label={alt} />;
  }
  return (
    <img
      className={classes.picture}
      data-backdrop={backdrop}
      data-blend={blend}
      src={platform().imageUrl(source)}
      alt={alt}
      draggable={false}
      style={{ transform }}
      onLoad={(event) => setBackdrop(backdropOf(event.currentTarget))}
    />
  );
}

/** A format that the window cannot show stays with its thumbnail. */
function useBestSource(image: ComparedImage | undefined): string | null {
  const original = image?.thumb === null || image === undefined ? null : image.original;
  const [ready, setReady] = useState<string | null>(null);
  useEffect(() => {
    if (original === null) return undefined;
    let gone = false;
    warm(original)
      .decode()
      .then(
        () => !gone && setReady(original),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [original]);
  return ready !== null && ready === original ? original : (image?.thumb ?? null);
}
