/** One photo as large as its place allows, on a tile; a small one is not blown up beyond recognition. */
import type { ProductImage } from '@contract';
import type { CSSProperties, ReactNode } from 'react';
import classes from './large-photo.module.css';
import { Photo } from './photo.tsx';

const largestEnlargement = 5;

interface LargePhotoProps {
  readonly image: ProductImage | null | undefined;
  readonly alt: string;
}

export function LargePhoto(props: LargePhotoProps) {
  return (
    <div className={classes.stage}>
      <span className={classes.place}>
        <LimitedPhoto {...props} />
      </span>
    </div>
  );
}

/** The photo alone, for a place that has a tile already. `children` lie over it. */
export function LimitedPhoto({ image, alt, children }: LargePhotoProps & { readonly children?: ReactNode }) {
  return (
    <span className={classes.limit} style={limitOf(image)}>
      <Photo
        key={image?.id ?? 0}
        className={classes.photo}
        src={(image?.thumb ?? null) === null ? null : image?.original}
        alt={alt}
        eager
      />
      {children}
    </span>
  );
}

function limitOf(image: ProductImage | null | undefined): CSSProperties {
  const { width = null, height = null } = image ?? {};
  if (width === null || height === null) return {};
  return { maxWidth: width * largestEnlargement, maxHeight: height * largestEnlargement };
}
