/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option } from 'commander';

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
