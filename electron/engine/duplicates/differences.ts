/** How two listings differ, as data; the UI words it. */
import path from 'node:path';
import type { Product } from '../../contract/catalog.ts';
import type { Difference } from '../../contract/duplicates.ts';
import { foldWord } from '../text/normalise.ts';
import { words } from '../text/words.ts';

type Better = Difference['better'];

/** Most telling first; fields that agree are left out. */
export function differencesOf(left: Product, right: Product): Difference[] {
  const area = ({ image }: Product): number => (image?.width ?? 0) * (image?.height ?? 0);
  const size = ({ image }: Product): string | null => (image?.width == null ? null : `${image.width}x${image.height}`);
  const price = (product: Product): string | null =>
    product.price === null ? null : `${product.price.amount} ${product.price.currency ?? ''}`.trim();
  const folder = ({ image }: Product): string | null => (image === null ? null : path.dirname(image.path));
  return [
    difference('resolution', size(left), size(right), more(area(left), area(right))),
    difference(
      'bytes',
      numeral(left.image?.bytes),
      numeral(right.image?.bytes),
      more(left.image?.bytes, right.image?.bytes),
    ),
    difference('format', left.image?.format ?? null, right.image?.format ?? null, null),
    wordsDiffer('title', left.title, right.title),
    wordsDiffer('description', left.description, right.description),
    difference('price', price(left), price(right), null),
    difference('photos', String(left.imageCount), String(right.imageCount), more(left.imageCount, right.imageCount)),
    ...tagsDiffer(left, right),
    ...attributesDiffer(left, right),
    difference('url', left.url, right.url, null),
    difference('folder', folder(left), folder(right), null),
    difference('sku', left.sku, right.sku, null),
  ].filter((found) => found !== null);
}

function difference(
  field: Difference['field'],
  left: string | null,
  right: string | null,
  better: Better,
  name: string | null = null,
): Difference | null {
  if (left === right) return null;
  return { field, name, left, right, better, leftRanges: [], rightRanges: [] };
}

/** Where one says nothing the other is better; otherwise the one with more words that the other has not. */
function wordsDiffer(field: 'title' | 'description', left: string, right: string): Difference | null {
  if (left === right) return null;
  const leftRanges = wordsOnlyIn(left, right);
  const rightRanges = wordsOnlyIn(right, left);
  const better = more(leftRanges.length, rightRanges.length);
  return { field, name: null, left: left || null, right: right || null, better, leftRanges, rightRanges };
}

/** The words of `text` that `other` has not, compared without case and accents. */
function wordsOnlyIn(text: string, other: string): [number, number][] {
  const known = new Set([...words(other)].map((word) => foldWord(word.text)));
  return [...words(text)].filter((word) => !known.has(foldWord(word.text))).map(({ start, end }) => [start, end]);
}

function tagsDiffer(left: Product, right: Product): (Difference | null)[] {
  const groups = [...new Set([...left.tags, ...right.tags].map(({ group }) => group))].sort();
  return groups.map((group) => {
    const names = ({ tags }: Product): string[] =>
      tags
        .filter((tag) => tag.group === group && tag.provenance !== 'rejected')
        .map(({ name }) => name)
        .sort();
    const [a, b] = [names(left), names(right)];
    return difference('tags', a.join(', ') || null, b.join(', ') || null, more(a.length, b.length), group);
  });
}

function attributesDiffer(left: Product, right: Product): (Difference | null)[] {
  const value = ({ attributes }: Product, name: string): string | null =>
    attributes.find((attribute) => attribute.name === name)?.value ?? null;
  const names = [...new Set([...left.attributes, ...right.attributes].map(({ name }) => name))].sort();
  return names.map((name) => {
    const [a, b] = [value(left, name), value(right, name)];
    return difference('attribute', a, b, a === null ? 'right' : b === null ? 'left' : null, name);
  });
}

function more(left: number | null | undefined, right: number | null | undefined): Better {
  const [a, b] = [left ?? 0, right ?? 0];
  return a === b ? null : a > b ? 'left' : 'right';
}

function numeral(value: number | null | undefined): string | null {
  return value == null ? null : String(value);
}
