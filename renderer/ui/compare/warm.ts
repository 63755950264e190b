/** Fetches large images ahead. */
import { platform } from '../../platform/index.ts';

/** Large images that are on their way or decoded; held so that the browser keeps them. */
const warmed = new Map<string, HTMLImageElement>();
const mostWarmed = 24;

export function warm(path: string): HTMLImageElement {
  const known = warmed.get(path);
  if (known !== undefined) return known;
  const image = new Image();
  image.decoding = 'async';
  image.src = platform().imageUrl(path);
  warmed.set(path, image);
  for (const oldest of warmed.keys()) {
    if (warmed.size <= mostWarmed) break;
    warmed.delete(oldest);
  }
  return image;
}
