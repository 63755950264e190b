/** A part of a photo on a small tile: the photo is laid behind the tile so that the part fills it. */
import type { Region } from '@contract';
import { useState } from 'react';
import { platform } from '../platform/index.ts';
import classes from './photo.module.css';
import { Photo } from './photo.tsx';

interface PhotoPartProps {
  /** Host-free path of the whole photo. */
  readonly src: string;
  /** Left out: all of it. */
  readonly region?: Region | undefined;
  readonly className?: string | undefined;
}

export function PhotoPart({ src, region, className }: PhotoPartProps) {
  if (region === undefined) return <Photo fit="tile" className={className} src={src} alt="" eager />;
  return <Part src={src} region={region} className={className} />;
}

function Part({ src, region, className }: PhotoPartProps & { readonly region: Region }) {
  const [ratio, setRatio] = useState(1);
  // The largest square within the part, so that nothing is distorted.
  const wide = region.width * ratio > region.height;
  const width = wide ? region.height / ratio : region.width;
  const height = wide ? region.height : region.width * ratio;
  const left = region.x + (region.width - width) / 2;
  const top = region.y + (region.height - height) / 2;
  return (
    <span className={`${classes.tile} ${className ?? ''}`} data-part>
      <img
        className={classes.part}
        src={platform().imageUrl(src)}
        alt=""
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setRatio(naturalWidth / naturalHeight)}
        style={{
          width: `${100 / width}%`,
          height: `${100 / height}%`,
          left: `${(-100 * left) / width}%`,
          top: `${(-100 * top) / height}%`,
        }}
      />
    </span>
  );
}
