/** Puts the rows of one product together. */
import type { TagName } from '../../catalog/types.ts';
import { titleFromName } from '../titles.ts';
import type { ImagePaths } from './image-paths.ts';
import type { TableLayout } from './layout.ts';
import { optionTags, type RowDraft, rowProblem } from './row-draft.ts';
import type { TableItem, TableProblem } from './types.ts';

/**
 * The product that `rows` (one at least, in table order) describe, then its problems. In a Shopify table later rows add images and
 * variants; elsewhere they add images, and where they say something else the first row wins and a problem says so.
 */
export async function mergeRows(
  layout: TableLayout,
  rows: readonly RowDraft[],
  images: ImagePaths,
): Promise<TableItem[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const shopify = layout.format === 'shopify';
  const problems: TableProblem[] = shopify ? [] : rows.slice(1).flatMap((row) => conflict(first, row));
  const said = shopify ? firstSaid(rows) : first;
  const tags = uniqueTags(shopify ? allTags(rows) : first.tags);
  const found = await findImages(rows, images);
  problems.push(...found.problems);
  const title = said.title || titleFromTags(tags) || titleFromName(first.sku.split('/').at(-1) ?? first.sku);
  const { sku, line } = first;
  const { description, price, currency, url, attributes } = said;
  const product = { kind: 'product', sku, title, description, price, currency, url, attributes, tags } as const;
  return [{ ...product, imagePaths: found.paths, row: line }, ...problems];
}

type Said = Pick<RowDraft, 'title' | 'description' | 'price' | 'currency' | 'url' | 'attributes'>;

/** For each field the first row that fills it. */
function firstSaid(rows: readonly RowDraft[]): Said {
  const priced = rows.find((row) => row.price !== null);
  return {
    title: rows.find((row) => row.title !== '')?.title ?? '',
    description: rows.find((row) => row.description !== '')?.description ?? '',
    price: priced?.price ?? null,
    currency: priced?.currency ?? null,
    url: rows.find((row) => row.url !== null)?.url ?? null,
    attributes: Object.assign({}, ...rows.map((row) => row.attributes).toReversed()) as Record<string, string>,
  };
}

function allTags(rows: readonly RowDraft[]): TagName[] {
  const optionNames = rows.find((row) => row.optionNames.some((name) => name !== ''))?.optionNames ?? [];
  return [...rows.flatMap((row) => row.tags), ...rows.flatMap((row) => optionTags(optionNames, row.optionValues))];
}

function uniqueTags(tags: readonly TagName[]): TagName[] {
  return [...new Map(tags.map((tag) => [`${tag.group}\u0000${tag.name}`, tag])).values()];
}

/** What a later row says otherwise; saying nothing is no difference. */
function conflict(first: RowDraft, row: RowDraft): TableProblem[] {
  const differing = (['title', 'description', 'price', 'currency', 'url'] as const).filter(
    (field) => row[field] !== null && row[field] !== '' && row[field] !== first[field],
  );
  const known = new Set(first.tags.map((tag) => `${tag.group}\u0000${tag.name}`));
  const groups = row.tags.filter((tag) => !known.has(`${tag.group}\u0000${tag.name}`)).map((tag) => tag.group);
  const attributes = Object.keys(row.attributes).filter((name) => row.attributes[name] !== first.attributes[name]);
  const all = [...new Set([...differing, ...groups, ...attributes])];
  if (all.length === 0) return [];
  const reason = `The row repeats the sku "${row.sku}" of row ${first.line} with another ${all.join(', ')}. The first row was kept, with the pictures of both.`;
  return [{ kind: 'problem', code: 'SKU_DUPLICATE', reason, row: row.line, sku: row.sku, path: null }];
}

async function findImages(
  rows: readonly RowDraft[],
  images: ImagePaths,
): Promise<{ paths: string[]; problems: TableProblem[] }> {
  const cells = rows
    .flatMap((row) => row.pictures.map((image) => ({ ...image, row })))
    .sort((a, b) => a.position - b.position);
  const paths = new Set<string>();
  const problems = new Map<string, TableProblem>();
  for (const { cell, row } of cells) {
    const found = await images.find(cell);
    if (found.kind === 'file') paths.add(found.path);
    else if (!problems.has(found.path)) {
      const { code, path, reason } = found;
      problems.set(path, { kind: 'problem', code, reason, row: row.line, sku: row.sku, path });
    }
  }
  const [first] = rows;
  if (cells.length > 0 || first === undefined) return { paths: [...paths], problems: [...problems.values()] };
  return { paths: [], problems: [rowProblem(first.line, first.sku, 'The product has no picture in the table.')] };
}

/** "Nike Blue Sports Shoes" from tags, for tables that name no titles. */
function titleFromTags(tags: readonly TagName[]): string {
  const of = (...groups: string[]): string | undefined => {
    for (const group of groups) {
      const tag = tags.find((candidate) => candidate.group === group);
      if (tag !== undefined) return tag.name;
    }
    return undefined;
  };
  const kind = of('type', 'subcategory', 'category');
  return kind === undefined ? '' : [of('brand'), of('colour'), kind].filter((word) => word !== undefined).join(' ');
}
