/** What a path or link given to the app means: dropped on its icon, opened with it, or named on its command line. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PageRequest } from '../contract/desktop.ts';
import { isImageName } from '../engine/images/names.ts';
import { isTableName } from '../engine/ingest/tables/names.ts';

export const linkScheme = 'lookalike';

const longestSku = 200;

/** A link or a path; undefined when it names nothing that can be opened. */
export function requestOf(opening: string): PageRequest | undefined {
  return opening.toLowerCase().startsWith(`${linkScheme}:`) ? requestOfLink(opening) : requestOfPath(opening);
}

/** `lookalike://product/<sku>`, the sku percent-encoded. Links come from web pages and mails, so nothing else is understood. */
export function requestOfLink(link: string): PageRequest | undefined {
  const match = /^lookalike:\/\/product\/([^/?#]+)\/?$/i.exec(link);
  if (match?.[1] === undefined) return undefined;
  try {
    const sku = decodeURIComponent(match[1]).trim();
    return sku === '' || sku.length > longestSku || /\p{Cc}/u.test(sku) ? undefined : { kind: 'product', sku };
  } catch {
    return undefined;
  }
}

/** An image becomes part of the query, a library is opened, any other folder or a table is offered for import. */
export function requestOfPath(file: string): PageRequest | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const isLibrary = existsSync(path.join(file, 'library.sqlite'));
    return isLibrary ? { kind: 'library', dir: file } : { kind: 'import', path: file };
  }
  if (stat?.isFile() !== true) return undefined;
  if (isImageName(file)) return { kind: 'picture', path: file };
  return isTableName(file) ? { kind: 'import', path: file } : undefined;
}
