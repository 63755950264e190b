/** What the text of an image cell says, before any file is looked for. */
import { withoutEntities } from './html.ts';
import { isImagePath } from './roles.ts';

export function isRemote(text: string): boolean {
  return /^\s*(?!file:)(?:[a-z][a-z0-9+.-]+:\/\/|\/\/)/i.test(text);
}

/** A cell cut before and behind each address in it: an address may hold commas itself, and Taobao writes "hash:1:0:|https://...;". */
export function cutAddresses(cell: string): string[] {
  if (!/:\/\/|^\s*\/\/|[|;,\s]\/\//.test(cell)) return cell.trim() === '' ? [] : [cell];
  return cell
    .split(/[\s|;,]+(?=(?:[a-z][a-z0-9+.-]*:)?\/\/)/i)
    .flatMap((piece) => {
      const [, address, rest] =
        /^(\s*(?:[a-z][a-z0-9+.-]*:)?\/\/[^\s|;]*?\.(?:jpe?g|png|webp|gif|avif|tiff?)(?:[?#][^\s|;,]*)?)[\s|;,]+(.+)$/is.exec(
          piece,
        ) ?? [];
      return address === undefined || rest === undefined ? [piece] : [address, rest];
    })
    .map((piece) => piece.replace(/^[\s|;,]+|[\s|;,]+$/g, ''))
    .filter((piece) => piece !== '' && !/^[\w-]+:\d+:\d+:?$/.test(piece));
}

/** How many images a piece that is not there stands for: a part that does not end like an image belongs to the next. */
export function piecesLost(piece: string, parts: number): number {
  return parts === 1
    ? 1
    : isImagePath(piece.trim()) && piece.split(/[|;,\n]/).filter((part) => isImagePath(part.trim())).length === 1
      ? 1
      : parts + 1;
}

/** The path within an address or cell, decoded, without what is asked for behind a question mark. */
export function pathOf(cell: string): string | undefined {
  const text = cell.trim();
  if (!isRemote(text)) return text === '' ? undefined : text.replaceAll('\\', '/');
  try {
    const name = decodeURIComponent(new URL(withoutEntities(text), 'https://x').pathname);
    return name.includes('\\') || name.includes('\u0000') ? undefined : name;
  } catch {
    return undefined;
  }
}

/** As it stands first: a name may well hold "%20". */
export function spellingsOf(cell: string): string[] {
  const spellings = [cell, withoutEntities(cell)];
  if (cell.includes('?')) spellings.push(cell.replace(/\?.*$/, ''));
  if (/%[0-9a-f]{2}/i.test(cell)) {
    try {
      spellings.push(decodeURIComponent(cell.replace(/\?.*$/, '')));
    } catch {
      // Not an encoding of anything; the name is as it stands.
    }
  }
  return [...new Set(spellings)].filter((spelling) => !spelling.includes('\u0000'));
}
