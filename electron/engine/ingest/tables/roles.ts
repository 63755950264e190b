/** Guesses what each column holds, from its header first and from its cells where the header says nothing. */
import type { ColumnMapping, ColumnRole } from '../../../contract/ingest.ts';
import { headerKey } from '../../dialects/index.ts';
import { isImageName } from '../../images/names.ts';
import { type Meaning, meaningOf } from './header-words.ts';
import { isBlankValue, parsePrice } from './price.ts';

export interface GuessColumn {
  readonly name: string;
  /** Cells of the first rows, empty ones left out. */
  readonly values: readonly string[];
}

/** Roles that one column alone can have. */
export const singularRoles: ReadonlySet<ColumnRole> = new Set([
  'sku',
  'title',
  'description',
  'price',
  'currency',
  'url',
]);

/** A role for each column; `named` are those the caller gave, which win. */
export function guessRoles(columns: readonly GuessColumn[], named: ReadonlyMap<string, ColumnMapping>): Meaning[] {
  const roles: (Meaning | undefined)[] = columns.map((column) => namedMeaning(column, named));
  const taken = new Set(roles.flatMap((meaning) => (meaning && singularRoles.has(meaning.role) ? [meaning.role] : [])));
  byHeader(columns, roles, taken);
  return columns.map((column, index) => roles[index] ?? byContents(column, taken));
}

function namedMeaning(column: GuessColumn, named: ReadonlyMap<string, ColumnMapping>): Meaning | undefined {
  const mapping = named.get(column.name);
  if (mapping === undefined) return undefined;
  if (mapping.role !== 'tag') return { role: mapping.role };
  return {
    role: 'tag',
    group: mapping.group?.trim() || meaningOf(column.name)?.meaning.group || groupName(column.name),
  };
}

/** Best header first, so that "SKU" takes the role before "ID" does. */
function byHeader(columns: readonly GuessColumn[], roles: (Meaning | undefined)[], taken: Set<ColumnRole>): void {
  const candidates = columns
    .flatMap((column, index) => {
      const found = roles[index] === undefined ? meaningOf(column.name) : undefined;
      return found === undefined ? [] : [{ ...found, column, index }];
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  for (const { meaning, column, index } of candidates) {
    if (!fits(meaning.role, column.values)) continue;
    if (!singularRoles.has(meaning.role)) roles[index] = meaning;
    else if (taken.has(meaning.role)) roles[index] = { role: 'attribute' };
    else {
      taken.add(meaning.role);
      roles[index] = meaning;
    }
  }
}

/** Of columns that are about prices and are not the price: the one to ask first where that is empty. Others come last. */
export function priceRank(header: string): number {
  const found = meaningOf(header);
  return found?.meaning.role === 'price' ? found.rank : Number.MAX_SAFE_INTEGER;
}

/** Whether the cells are not plainly something else than the header says. */
function fits(role: ColumnRole, values: readonly string[]): boolean {
  if (values.length === 0) return true;
  if (role === 'price') return share(values, (value) => isBlankValue(value) || parsePrice(value) !== undefined) > 0.2;
  if (role === 'url') return !looksLikeImages(values);
  if (role === 'image') return !values.every((value) => /^\d{1,2}$/.test(value) || isBoolean(value));
  if (role === 'tag') return !looksLikeImages(values) && !values.every(isBoolean);
  if (role === 'sku') return !looksLikeImages(values);
  return true;
}

function byContents(column: GuessColumn, taken: Set<ColumnRole>): Meaning {
  const { values } = column;
  if (values.length === 0) return { role: 'ignore' };
  if (looksLikeImages(values)) return { role: 'image' };
  if (values.every(isBoolean)) return { role: 'attribute' };
  const claim = (role: ColumnRole): Meaning => {
    if (taken.has(role)) return { role: 'attribute' };
    taken.add(role);
    return { role };
  };
  if (share(values, (value) => /^https?:\/\//i.test(value)) > 0.8) return claim('url');
  if (share(values, hasPriceSign) > 0.8) return claim('price');
  const length = values.reduce((sum, value) => sum + value.length, 0) / values.length;
  const distinct = new Set(values).size / values.length;
  if (
    !taken.has('sku') &&
    distinct === 1 &&
    values.every((value) => /^[\w./#:-]{2,40}$/.test(value) && /\d/.test(value))
  ) {
    return claim('sku');
  }
  if (length > 80) return claim('description');
  if (share(values, isNumber) > 0.8) return { role: 'attribute' };
  if (isVocabulary(values, length, distinct)) return { role: 'tag', group: groupName(column.name) };
  if (distinct > 0.5 && share(values, (value) => /\p{L}{2}/u.test(value)) > 0.8 && length >= 6) return claim('title');
  return { role: 'attribute' };
}

/** Short words that come back again and again. */
function isVocabulary(values: readonly string[], length: number, distinct: number): boolean {
  if (length > 40) return false;
  return values.length < 8 ? length <= 16 && distinct < 1 : distinct <= 0.6;
}

function looksLikeImages(values: readonly string[]): boolean {
  return share(values, (value) => value.split(/[|;,]/).some((part) => isImagePath(part.trim()))) >= 0.6;
}

/** A path or address that ends like an image, whatever is asked for behind a question mark. */
export function isImagePath(text: string): boolean {
  return isImageName(text.replace(/[?#].*$/, '')) && !/[\n<>]/.test(text);
}

/** Whether a first row is data rather than headers: words that are known as headers count for more than numbers beside them (sizes, years). */
export function looksLikeData(cells: readonly string[]): boolean {
  if (cells.some((cell) => isImagePath(cell) || hasPriceSign(cell) || /^(https?|file):/i.test(cell))) return true;
  if (!cells.some(isNumber)) return false;
  return cells.filter((cell) => !isNumber(cell) && meaningOf(cell) !== undefined).length < 2;
}

function hasPriceSign(value: string): boolean {
  return (
    !isNumber(value) &&
    /[$€£¥￥₹₩元円]|\b(?:USD|EUR|GBP|CNY|RMB|JPY|CHF)\b/i.test(value) &&
    parsePrice(value) !== undefined
  );
}

function isNumber(value: string): boolean {
  return /^[+-]?\d+(?:[.,]\d+)*$/.test(value);
}

function isBoolean(value: string): boolean {
  return /^(?:true|false|yes|no|y|n|0|1|是|否)$/i.test(value);
}

function groupName(header: string): string {
  return (
    header
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, ' ') ||
    headerKey(header) ||
    'tag'
  );
}

function share(values: readonly string[], test: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}
