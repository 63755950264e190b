/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option } from 'commander';
import { type Region, regionSchema } from '../contract/region.ts';

export interface InLibrary {
  readonly library: string;
}

export const libraryOption = (): Option => new Option('--library <dir>', 'folder of the library').makeOptionMandatory();

export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= lowest && number <= highest) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${lowest} to ${highest}.`);
  };
}

export function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

/** `null`: all of the picture. */
export type RegionOption = Region | null;

/** `0.5,0,0.5,1` is the right half. */
export function regionOf(text: string): RegionOption {
  if (text === 'whole') return null;
  const [x, y, width, height, ...more] = text
    .split(',')
    .map((share) => (share.trim() === '' ? Number.NaN : Number(share)));
  const region = regionSchema.safeParse({ x, y, width, height });
  if (region.success && more.length === 0) return region.data;
  throw new InvalidArgumentError(
    'It must be four shares from 0 to 1: left, top, width, height, within the picture; 0.5,0,0.5,1 is the right half.',
  );
}
