/** What each listing says: which kind of product it is, and which of the things that it could have are there. */
import type { Catalog } from '../catalog/catalog.ts';
import { kindGroups } from '../catalog/kind-groups.ts';
import type { CatalogRow, TagName } from '../catalog/types.ts';
import { tradeNumbersOf } from '../identity/words/trade-number.ts';
import { optionGroup } from '../ingest/tables/header-words.ts';
import type { CompletenessRepo } from './completeness-repo.ts';
import { composeTitle, type KnownValues, parsePattern } from './title-pattern.ts';

/** Words that shops put on products without saying what they are of. */
export const freeGroup = 'tag';

export interface Listing {
  readonly productId: number;
  readonly title: string;
  /** By the tag that says it; '' where none does. */
  readonly kind: string;
  /** Checks that it passes. */
  readonly has: ReadonlySet<string>;
  /** Field of a pattern, in small letters -> what is known. */
  readonly known: KnownValues;
}

/** Products read at once; between two of them the engine answers others. */
const sliceSize = 500;
/** Google's limit for a title. */
const longestTitle = 150;

/**
 * All listings that are shown, in slices.
 * @param only ids of the products; all without
 */
export function* readListings(
  catalog: Catalog,
  repo: CompletenessRepo,
  only?: readonly number[],
): Generator<Listing[]> {
  const rows = catalog.rows.read(only);
  const tags = catalog.vocabulary.byId();
  const group = kindGroup(rows, tags);
  for (let at = 0; at < rows.length; at += sliceSize) {
    const slice = rows.slice(at, at + sliceSize);
    const texts = repo.texts(slice.map(({ productId }) => productId));
    yield slice.map((row) => {
      const { described = 0, elsewhere = 0, attributes = '{}', barcodes = null } = texts.get(row.productId) ?? {};
      const values = JSON.parse(attributes) as Record<string, unknown>;
      return listingOf(row, {
        tags,
        group,
        described: described === 1,
        elsewhere: elsewhere === 1,
        attributes: values,
        barcodes,
      });
    });
  }
}

/** The group that says most exactly what products are, as long as it says it of many. */
export function kindGroup(rows: readonly CatalogRow[], tags: ReadonlyMap<number, TagName>): string | undefined {
  const counts = new Map<string, number>();
  for (const { tagIds } of rows) {
    const groups = new Set(tagIds.map((id) => tags.get(id)?.group));
    for (const group of groups) if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const most = Math.max(0, ...kindGroups.map((group) => counts.get(group) ?? 0));
  return kindGroups.find((group) => (counts.get(group) ?? 0) > most / 2);
}

interface Said {
  readonly tags: ReadonlyMap<number, TagName>;
  readonly group: string | undefined;
  readonly described: boolean;
  readonly elsewhere: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly barcodes: string | null;
}

function listingOf(row: CatalogRow, { tags, group, described, elsewhere, attributes, barcodes }: Said): Listing {
  const has = new Set<string>();
  const known = new Map<string, string[]>();
  const know = (name: string, value: string): void => {
    const key = name.toLowerCase();
    const own = known.get(key);
    if (own === undefined) known.set(key, [value]);
    else if (!own.includes(value)) own.push(value);
  };
  let kind = '';
  for (const id of row.tagIds) {
    const tag = tags.get(id);
    if (tag === undefined) continue;
    has.add(`tag:${tag.group}`);
    know(tag.group, tag.name);
    if (tag.group === group && kind === '') kind = tag.name;
  }
  let isNumbered = (barcodes ?? '').split('\n').some((code) => tradeNumbersOf(code).length > 0);
  for (const [name, value] of Object.entries(attributes)) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text === '') continue;
    const check = checkOf(name);
    if (!has.has(check)) know(nameOf(check) ?? name, text);
    has.add(check);
    isNumbered ||= isBarcodeName(name) && tradeNumbersOf(text).length > 0;
  }
  if (row.imageIds.length > 0 || elsewhere) has.add('picture');
  if (isTitle(row.title, row.sku)) has.add('title');
  if (described) has.add('description');
  if (row.price !== null) has.add('price');
  if (isNumbered) has.add('barcode');
  return { productId: row.productId, title: row.title, kind, has, known };
}

/** An attribute that says what a group of tags does, such as "Color", counts as one of them; others by their name, whatever its case. */
function checkOf(attribute: string): string {
  const known = checks.get(attribute);
  if (known !== undefined) return known;
  const group = optionGroup(attribute);
  const check = group === undefined || group === freeGroup ? `attribute:${attribute.toLowerCase()}` : `tag:${group}`;
  if (checks.size >= mostChecks) checks.clear();
  checks.set(attribute, check);
  return check;
}

/** A catalog says the same names over and over. */
const checks = new Map<string, string>();
const mostChecks = 5000;

/** The name of a tag group or an attribute; undefined for a basic check. */
export function nameOf(check: string): string | undefined {
  return /^(?:tag|attribute):(.+)$/s.exec(check)?.[1];
}

/** "GTIN", "Barcode (EAN)", "Variant Barcode", "isbn". */
export const isBarcodeName = (name: string): boolean => /gtin|barcode|\bean\b|\bupc\b|\bisbn\b|条形?码/i.test(name);

/** Whether a title says something: words, neither a number nor the name of a photo, and not longer than shops show. */
export function isTitle(title: string, sku: string): boolean {
  const bare = title.trim();
  const letters = bare.replace(/[^\p{L}]/gu, '');
  const isNumber = /\d/.test(sku) && bare.toLowerCase() === sku.toLowerCase();
  if (bare.length > longestTitle || isNumber) return false;
  if (/\p{sc=Han}/u.test(bare)) return [...letters].length >= 3;
  return (
    letters.length >= 3 &&
    !/^(?:img|dsc[nf]?|pxl|mvimg|photo|image|picture|screenshot|wx camera)?[\s\d_().-]*$/i.test(bare)
  );
}

/** Whether a title is as a pattern wants it, as far as anything is known. */
export function followsPattern(listing: Listing, pattern: string, capitals: boolean): boolean {
  const { title } = composeTitle(parsePattern(pattern), listing.title, listing.known, capitals);
  return sameTitle(title, listing.title);
}

/** Titles that differ in nothing but blanks and capitals are the same. */
export const sameTitle = (a: string, b: string): boolean => bare(a) === bare(b);

const bare = (title: string): string => title.trim().replace(/\s+/g, ' ').toLowerCase();
