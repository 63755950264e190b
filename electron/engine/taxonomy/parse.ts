/**
 * Reads a taxonomy as shops publish theirs, one category a line:
 * - Google: `166 - Apparel & Accessories`, then `1604 - Apparel & Accessories > Clothing`, or the same without numbers
 * - Shopify: `gid://shopify/TaxonomyCategory/aa-1 : Apparel & Accessories > Clothing`
 * - nested sets: `  2 | [   2-   3] | Live Animals`, each line within the brackets of its parent
 * Lines that begin with `#` are remarks.
 */
import { AppError } from '../../contract/errors.ts';

export interface ParsedCategory {
  /** As the file has it; '' where it has none. */
  readonly id: string;
  /** Names from the top down. */
  readonly path: readonly string[];
}

const nested = /^\s*(\S+)\s*\|\s*\[\s*(\d+)\s*-\s*(\d+)\s*\]\s*\|\s*(.+)$/;
const withShopifyId = /^(gid:\/\/\S+)\s+:\s+(.+)$/;
const withNumber = /^(\d+)\s+-\s+(.+)$/;
/** A list of categories is no book, and a name no story. */
const mostCategories = 100_000;
const longestName = 300;

/** Parents that no line of their own names are added. @throws {AppError} `BAD_REQUEST` with the line that cannot be read */
export function parseTaxonomy(text: string): ParsedCategory[] {
  const found = new Map<string, ParsedCategory>();
  /** Of nested sets: the parents that are open, with where they end. */
  let open: { readonly from: number; readonly end: number; readonly path: readonly string[] }[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const set = nested.exec(raw);
    if (set !== null) {
      const [, id = '', left, right, name = ''] = set;
      open = open.filter(({ from, end }) => from < Number(left) && Number(left) < end);
      const path = [...(open.at(-1)?.path ?? []), name.trim()];
      if (Number(right) < Number(left)) throw unreadable(index + 1, raw);
      open.push({ from: Number(left), end: Number(right), path });
      add(found, { id, path });
      continue;
    }
    const [, id = '', names = line] = withShopifyId.exec(line) ?? withNumber.exec(line) ?? [];
    const path = names.split(/\s*>\s*/).map((name) => name.trim());
    if (path.some((name) => name === '' || name.length > longestName)) throw unreadable(index + 1, raw);
    for (let depth = 1; depth < path.length; depth++) {
      if (!found.has(keyOfPath(path.slice(0, depth)))) add(found, { id: '', path: path.slice(0, depth) });
    }
    add(found, { id, path });
    if (found.size > mostCategories) throw new AppError('BAD_REQUEST', 'That are more categories than any shop has.');
  }
  const categories = [...found.values()];
  if (categories.length === 0 || categories.every(({ path }) => path.length === 1)) {
    throw new AppError(
      'BAD_REQUEST',
      'No tree of categories was found. Each line is to name one with its parents, such as "166 - Apparel & Accessories > Clothing".',
    );
  }
  return categories;
}

/** The same for spellings of one path. */
export function keyOfPath(path: readonly string[]): string {
  return path.map((name) => name.normalize('NFKC').toLowerCase()).join(' > ');
}

function add(found: Map<string, ParsedCategory>, category: ParsedCategory): void {
  const key = keyOfPath(category.path);
  const known = found.get(key);
  if (known === undefined || known.id === '') found.set(key, category);
}

function unreadable(line: number, text: string): AppError {
  return new AppError('BAD_REQUEST', `Line ${line} is no category: "${text.trim().slice(0, 80)}".`);
}
