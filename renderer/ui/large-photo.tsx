/** One photo as large as its place allows, on a tile; a small one is not blown up beyond recognition. */
import type { ProductImage } from '@contract';
import type { CSSProperties } from 'react';
import classes from './large-photo.module.css';
import { Photo } from './photo.tsx';

const largestEnlargement = 5;

interface LargePhotoProps {
  readonly image: ProductImage | null;
  readonly alt: string;
}

export function LargePhoto({ image, alt }: LargePhotoProps) {
  return (
    <div className={classes.stage}>
      <span className={classes.place}>
        <span className={classes.limit} style={limitOf(image)}>
          <Photo
            key={image?.id ?? 0}
            className={classes.photo}
            src={image === null || image.thumb === null ? null : image.original}
            alt={alt}
            eager
          />
        </span>
      </span>
    </div>
  );
}

function limitOf(image: ProductImage | null): CSSProperties {
  if (image === null || image.width === null || image.height === null) return {};
  return { maxWidth: image.width * largestEnlargement, maxHeight: image.height * largestEnlargement };
}
