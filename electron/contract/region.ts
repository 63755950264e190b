/** A part of an image that is asked with, and the name by which the part goes wherever an image goes by its hash. */
import { z } from 'zod';

/** Sides as shares of the image as a person sees it, from its upper left corner. */
const shareSchema = z.number().min(0).max(1);
/** Smaller parts show nothing that could be recognised. */
export const leastRegionSide = 0.01;
/** Shares that are rounded may reach past the edge by so much. */
const overlap = 1e-3;

export const regionSchema = z
  .object({
    x: shareSchema,
    y: shareSchema,
    width: shareSchema.min(leastRegionSide),
    height: shareSchema.min(leastRegionSide),
  })
  .refine(
    ({ x, y, width, height }) => x + width <= 1 + overlap && y + height <= 1 + overlap,
    'a region lies within its image',
  );
export type Region = z.infer<typeof regionSchema>;

const steps = 0xffff;
const prefixLength = 44;
/** Tells the hash of a part from that of a file. */
const mark = 'c0de';
const sides = ['x', 'y', 'width', 'height'] as const;

/**
 * The hash by which a part of an image is asked for, compared and kept, as if it were an image of its own: what the image's
 * hash begins with, a mark, then each share in 16 bits.
 */
export function regionHash(hash: string, region: Region): string {
  const shares = sides.map((side) => Math.round(region[side] * steps));
  return [hash.slice(0, prefixLength), mark, ...shares.map((share) => share.toString(16).padStart(4, '0'))].join('');
}

/** What is asked with: an image, or the part of it. */
export function askedHash({ hash, region }: { readonly hash: string; readonly region?: Region | undefined }): string {
  return region === undefined ? hash : regionHash(hash, region);
}

/** What a hash says if it is that of a part: which part, and what the image's hash begins with. */
export function readRegionHash(hash: string): { readonly prefix: string; readonly region: Region } | null {
  const [marked, ...shares] = hash.slice(prefixLength).match(/.{4}/g) ?? [];
  if (marked !== mark) return null;
  const [x = 0, y = 0, width = 0, height = 0] = shares.map((share) => Number.parseInt(share, 16) / steps);
  const region = regionSchema.safeParse({ x, y, width, height });
  return region.success ? { prefix: hash.slice(0, prefixLength), region: region.data } : null;
}

/** With four decimals, so that a region is the same wherever it comes from. */
export function roundedRegion({ x, y, width, height }: Region): Region {
  const share = (value: number): number => Math.min(1, Math.max(0, Math.round(value * 10_000) / 10_000));
  return { x: share(x), y: share(y), width: share(width), height: share(height) };
}
