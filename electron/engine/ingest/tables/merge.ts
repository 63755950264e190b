/** Puts the rows of one product together. */
import { askedPrice, priceRangeOf } from '../../catalog/asked-price.ts';
import type { TagName, Variant } from '../../catalog/types.ts';
import { titleFromName } from '../titles.ts';
import { optionGroup } from './header-words.ts';
import type { ImagePaths } from './image-paths.ts';
import type { TableLayout } from './layout.ts';
import { isBlankValue } from './price.ts';
import { type ImageCell, type RowDraft, type RowReader, rowProblem } from './row-draft.ts';
import { foldKey } from './row-keys.ts';
import type { TableItem, TableProblem, TableProduct, TableVariant } from './types.ts';

/**
 * The product that `rows` (one at least, in table order) describe, then its problems. In tables of shop systems later rows add images and
 * variants; elsewhere they add images, and where they say something else the first row wins and a problem says so.
 * @param group the key of the product; the row with this key speaks first, wherever it stands
 */
export async function mergeRows(
  { layout, now }: Pick<RowReader, 'layout' | 'now'>,
  group: string,
  found: readonly RowDraft[],
  images: ImagePaths,
): Promise<TableItem[]> {
  const withVariants = layout.dialect?.variants === true;
  const parent = found.find((row) => row.key.own === group);
  const rows = parent === undefined ? found : [parent, ...found.filter((row) => row !== parent)];
  const [first] = rows;
  if (first === undefined) return [];
  const sku = parent?.key.sku ?? (first.key.parent === '' ? first.key.sku : groupSku(first, group));
  const problems: TableProblem[] = withVariants ? [] : rows.slice(1).flatMap((row) => conflict(first, row));
  const said = withVariants ? firstSaid(rows) : saidBy(first);
  const variants = withVariants ? variantsOf(rows) : soldAs(first);
  const options = joinOptions(rows, variants);
  const tags = uniqueTags([...(withVariants ? rows.flatMap((row) => row.tags) : first.tags), ...optionTags(options)]);
  const pictured = await findImages(layout, rows, sku, images);
  problems.push(...pictured.problems);
  const title = said.title || titleFromTags(tags) || titleFromName(sku.split('/').at(-1) ?? sku);
  const product: TableProduct = {
    kind: 'product',
    sku,
    title,
    description: said.description,
    ...priceRange(said.price, variants, now),
    url: said.url,
    attributes: {
      ...said.attributes,
      ...Object.fromEntries(options.map(([name, values]) => [name, values.join(', ')])),
      ...(withVariants ? numbersOf(rows) : {}),
    },
    tags,
    variants: variants.map(({ image, ...variant }) => ({ ...variant, imagePath: pictured.byCell.get(image) ?? null })),
    imagePaths: pictured.paths,
    addresses: pictured.addresses,
    row: Math.min(...found.map(({ line }) => line)),
    rows: found.map(({ source }) => source),
  };
  return [product, ...problems];
}

/** How the rows write the parent that none of them is. */
function groupSku(row: RowDraft, group: string): string {
  return row.source.cells.find((cell) => foldKey(cell.trim()) === group)?.trim() ?? group;
}

type Said = Pick<RowDraft, 'title' | 'description' | 'price' | 'url' | 'attributes'>;

function saidBy(row: RowDraft): Said {
  return row;
}

/** For each field the first row that fills it. */
function firstSaid(rows: readonly RowDraft[]): Said {
  return {
    title: rows.find((row) => row.title !== '')?.title ?? '',
    description: rows.find((row) => row.description !== '')?.description ?? '',
    price: rows.find((row) => row.price !== null)?.price ?? null,
    url: rows.find((row) => row.url !== null)?.url ?? null,
    attributes: Object.assign({}, ...rows.map((row) => row.attributes).toReversed()) as Record<string, string>,
  };
}

/** `image`: the cell that names its own image; '' where none does. */
type VariantRow = Omit<TableVariant, 'imagePath'> & { readonly image: string };

/** Rows that can be bought; a parent whose variants stand below it is none, nor is a row that only adds an image. */
function variantsOf(rows: readonly RowDraft[]): VariantRow[] {
  const names = new Map(rows.toReversed().flatMap((row) => [...row.optionNames]));
  const listed = new Map(rows.flatMap((row) => [...row.children]));
  const children = rows.filter((row) => row.key.parent !== '' || row.key.own !== rows[0]?.key.own);
  const candidates = children.length > 0 ? children : rows;
  return candidates
    .filter(
      ({ variant, options }) =>
        children.length > 0 || variant.price !== null || variant.sku !== '' || options.length > 0,
    )
    .map(({ variant, options, key, images }) => ({
      ...variant,
      image: ownImage(images, children.length > 0),
      sku: variant.sku || (children.length > 0 && key.numbered ? key.sku : ''),
      options: [
        ...options
          .filter(({ values }) => values.length === 1)
          .map(({ name, number, values }) => ({
            name: name || (names.get(number ?? -1) ?? ''),
            value: values[0] ?? '',
          })),
        ...(listed.get(key.own) ?? []),
      ].filter(({ name, value }) => name !== '' && !isNoOption(name, value)),
    }));
}

/** What a row of a table without variants says of how it is sold; Etsy lists the numbers of all variations in one cell. */
function soldAs({ variant }: RowDraft): VariantRow[] {
  const { sku, stock, barcode, sale } = variant;
  if (sku === '' && stock === null && barcode === '' && sale === null) return [];
  const skus = sku.split(',').map((number) => number.trim());
  const each = { ...variant, options: [], image: '' };
  if (skus.length === 1) return [each];
  return skus.filter((number) => number !== '').map((number) => ({ ...each, sku: number, stock: null }));
}

/** Where the table does not tell them apart, the images of a row of its own are those of the variant. */
function ownImage(images: readonly ImageCell[], ownRow: boolean): string {
  return images.find(({ own }) => own ?? ownRow)?.cell ?? '';
}

/** Shopify's way of saying that a product has no options. */
function isNoOption(name: string, value: string): boolean {
  return name === 'Title' && value === 'Default Title';
}

/** Every option of the product with all its values, in the order of the table. */
function joinOptions(rows: readonly RowDraft[], variants: readonly VariantRow[]): [string, string[]][] {
  const names = new Map(rows.toReversed().flatMap((row) => [...row.optionNames]));
  const values = new Map<string, Map<string, string>>();
  const add = (name: string, value: string): void => {
    if (name === '' || isBlankValue(value) || isNoOption(name, value)) return;
    const own = values.get(name) ?? new Map<string, string>();
    if (!own.has(foldKey(value))) own.set(foldKey(value), value);
    values.set(name, own);
  };
  for (const row of rows) for (const own of row.children.values()) for (const { name, value } of own) add(name, value);
  for (const { options } of variants) for (const { name, value } of options) add(name, value);
  for (const row of rows) {
    for (const { name, number, values: said } of row.options) {
      for (const value of said) add(name || (names.get(number ?? -1) ?? ''), value);
    }
  }
  return [...values].map(([name, own]) => [name, [...own.values()]]);
}

/** Longer values are texts that buyers write, such as an engraving. */
const longestOption = 60;

/** Every value of an option can be filtered by: under the group that its name means, else under the name itself. */
function optionTags(options: readonly (readonly [string, readonly string[]])[]): TagName[] {
  return options.flatMap(([name, values]) => {
    const group = optionGroup(name) ?? name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
    return values
      .filter((value) => value.length <= longestOption)
      .map((value) => ({ group, name: value.normalize('NFC').replace(/\s+/g, ' ') }));
  });
}

/** Attributes that each variant has for itself, such as its own number, with the values of all. */
function numbersOf(rows: readonly RowDraft[]): Record<string, string> {
  if (rows.length < 2) return {};
  const joined: Record<string, string> = {};
  for (const name of new Set(rows.flatMap((row) => Object.keys(row.attributes)))) {
    const values = [...new Set(rows.flatMap((row) => row.attributes[name] ?? []))];
    const short = values.every((value) => value.length <= 60 && !value.includes('\n'));
    if (short) joined[name] = values.join(', ');
  }
  return joined;
}

function priceRange(
  own: RowDraft['price'],
  variants: readonly Variant[],
  now: Date,
): { price: number | null; priceTo: number | null; currency: string | null } {
  const asked: (number | null)[] = variants.map((variant) => askedPrice(variant, now));
  if (own !== null) {
    if (!asked.some((amount) => amount !== null)) asked.push(own.amount);
    if (own.upTo !== undefined) asked.push(own.upTo);
  }
  const currency = own?.currency ?? variants.find((variant) => variant.currency !== null)?.currency ?? null;
  return { ...priceRangeOf(asked), currency };
}

/** Names that differ in case or Unicode form alone are one tag. */
function uniqueTags(tags: readonly TagName[]): TagName[] {
  const unique = new Map<string, TagName>();
  for (const tag of tags) {
    const key = `${tag.group}\u0000${foldKey(tag.name)}`;
    if (!unique.has(key)) unique.set(key, tag);
  }
  return [...unique.values()];
}

/** What a later row says otherwise; saying nothing is no difference. */
function conflict(first: RowDraft, row: RowDraft): TableProblem[] {
  const differing = (['title', 'description', 'url'] as const).filter(
    (field) => row[field] !== null && row[field] !== '' && row[field] !== first[field],
  );
  const prices = (['amount', 'currency'] as const)
    .filter((field) => row.price !== null && row.price[field] !== null && row.price[field] !== first.price?.[field])
    .map((field) => (field === 'amount' ? 'price' : field));
  const known = new Set(first.tags.map((tag) => `${tag.group}\u0000${foldKey(tag.name)}`));
  const groups = row.tags.filter((tag) => !known.has(`${tag.group}\u0000${foldKey(tag.name)}`)).map((tag) => tag.group);
  const attributes = Object.keys(row.attributes).filter((name) => row.attributes[name] !== first.attributes[name]);
  const all = [...new Set([...differing, ...prices, ...groups, ...attributes])];
  if (all.length === 0) return [];
  const sku = row.key.sku;
  const reason = `The row repeats the sku "${sku}" of row ${first.line} with another ${all.join(', ')}. The first row was kept, with the pictures of both.`;
  return [{ kind: 'problem', code: 'SKU_DUPLICATE', reason, row: row.line, sku, path: null }];
}

async function findImages(
  layout: TableLayout,
  rows: readonly RowDraft[],
  sku: string,
  images: ImagePaths,
): Promise<{ paths: string[]; addresses: string[]; byCell: Map<string, string>; problems: TableProblem[] }> {
  const cells = rows
    .flatMap((row) => row.images.map((image) => ({ ...image, line: row.line })))
    .sort((a, b) => a.position - b.position);
  const paths = new Set<string>();
  /** The first file of each cell. */
  const byCell = new Map<string, string>();
  const addresses = new Set<string>();
  const remote: TableProblem[] = [];
  const problems = new Map<string, TableProblem>();
  for (const { cell, line } of cells) {
    for (const found of await images.findAll(cell)) {
      const known = found.address === undefined || addresses.has(found.address);
      if (found.address !== undefined) addresses.add(found.address);
      if (found.kind === 'file') {
        paths.add(found.path);
        if (!byCell.has(cell)) byCell.set(cell, found.path);
      } else if (found.kind === 'remote') {
        const { address: path, reason } = found;
        if (!known) remote.push({ kind: 'problem', code: 'IMAGE_REMOTE', reason, row: line, sku, path });
      } else if (!problems.has(found.path)) {
        const { code, path, reason } = found;
        problems.set(path, { kind: 'problem', code, reason, row: line, sku, path });
      }
    }
  }
  // A catalog of a hundred thousand images on the web has a problem a product, not one an image.
  const [waiting] = remote;
  if (waiting !== undefined)
    problems.set(waiting.path ?? '', remote.length === 1 ? waiting : { ...waiting, reason: notFetched(remote.length) });
  const [first] = rows;
  const wanted = layout.columns.some(({ role }) => role === 'image');
  if (cells.length > 0 || first === undefined || !wanted)
    return { paths: [...paths], addresses: [...addresses], byCell, problems: [...problems.values()] };
  const none = rowProblem(first.line, sku, 'The product has no picture in the table.');
  return { paths: [], addresses: [], byCell, problems: [none] };
}

function notFetched(count: number): string {
  return `${count} pictures of the product are on the web. Fetch them, download them into the folder of the table (or its folder "images"), or put local paths into the column.`;
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
