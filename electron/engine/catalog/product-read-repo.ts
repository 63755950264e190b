/** Reads products as people see them: details, summaries and counts. */
import type { Product, ProductImage, ProductSummary } from '../../contract/catalog.ts';
import { AppError } from '../../contract/errors.ts';
import type { Source } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import { stem, unicodeForms } from '../text/normalise.ts';
import { queryTerms } from '../text/segment.ts';
import type { MergedView } from './merged-view.ts';
import type { ProblemRepo } from './problem-repo.ts';
import { compareTags } from './tag-order.ts';
import type { CatalogCounts, ListedFields, TagName } from './types.ts';
import { type Offer, VariantRepo } from './variant-repo.ts';

interface ProductRow {
  readonly id: number;
  readonly source_id: number;
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly price_to: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: string;
  readonly created_at: string;
  readonly updated_at: string;
}

type SummaryRow = Pick<ProductRow, 'id' | 'sku' | 'title' | 'price' | 'price_to' | 'currency'> & {
  readonly has_problem: number;
};

interface ImageRow {
  readonly id: number;
  readonly product_id: number;
  readonly path: string;
  readonly content_hash: string | null;
  readonly file_bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly format: string | null;
}

interface TagRow {
  readonly product_id: number;
  readonly grp: string;
  readonly name: string;
  readonly provenance: Product['tags'][number]['provenance'];
}

const selectImages = `SELECT i.id, i.product_id, f.path, f.content_hash, f.bytes AS file_bytes, pic.width, pic.height, pic.format
  FROM images i JOIN files f ON f.id = i.file_id LEFT JOIN pictures pic ON pic.content_hash = f.content_hash`;

const selectTags = `SELECT pt.product_id, t.grp, t.name, pt.provenance FROM product_tags pt JOIN tags t ON t.id = pt.tag_id`;

export class ProductReadRepo {
  readonly #db: Database;
  readonly #problems: ProblemRepo;
  readonly #merged: MergedView;
  readonly #variants: VariantRepo;

  constructor(database: Database, problems: ProblemRepo, merged: MergedView) {
    this.#db = database;
    this.#problems = problems;
    this.#merged = merged;
    this.#variants = new VariantRepo(database);
  }

  /** A keeper with what it shows of the products merged into it; any other as it is listed. @throws {AppError} `NOT_FOUND` */
  get(id: number): Product {
    const own = this.asListed(id);
    const merged = this.#merged.of(id);
    if (merged === undefined) return own;
    const others = merged.memberIds.flatMap((member) => this.#read(member) ?? []);
    const parts = new Map([own, ...others].map((part) => [part.id, part]));
    const shown = new Set(merged.imageIds);
    const images = [...own.images, ...others.flatMap((part) => part.images.filter((image) => shown.has(image.id)))];
    const given = merged.tags === 'union' ? others.flatMap((part) => part.tags) : [];
    const tags = new Map([...given, ...own.tags].map((tag) => [`${tag.group}\u0000${tag.name}`, tag]));
    return {
      ...own,
      title: parts.get(merged.titleFrom)?.title ?? own.title,
      description: parts.get(merged.descriptionFrom)?.description ?? own.description,
      price: (parts.get(merged.priceFrom) ?? own).price,
      image: cover(images),
      imageCount: images.length,
      images,
      tags: [...tags.values()].sort(compareTags),
      variants: withoutDoubles([...own.variants, ...others.flatMap((part) => part.variants)]),
    };
  }

  /** As its source lists it, without what was merged into it. @throws {AppError} `NOT_FOUND` */
  asListed(id: number): Product {
    const product = this.#read(id);
    if (product === undefined) throw noProduct(id);
    return product;
  }

  listed(id: number): ListedFields | undefined {
    const row = this.#db.get<ProductRow>(
      'SELECT id, sku, title, description, price, price_to, currency, attributes FROM products WHERE id = ?',
      id,
    );
    if (row === undefined) return undefined;
    const { price_to: priceTo, attributes, sku, title, description, price, currency } = row;
    return { id, sku, title, description, price, priceTo, currency, attributes: JSON.parse(attributes) };
  }

  /** Ids of products by sku, the oldest where several have it. */
  idsBySku(skus: readonly string[]): Map<string, number> {
    const rows = this.#db.all<{ sku: string; id: number }>(
      'SELECT sku, min(id) AS id FROM products WHERE sku IN (SELECT value FROM json_each(?)) GROUP BY sku',
      JSON.stringify([...new Set(skus)]),
    );
    return new Map(rows.map(({ sku, id }) => [sku, id]));
  }

  /**
   * The product of the oldest source where several have the same sku, else that with a variant of this number. A name of a file may be
   * written in another Unicode form than typed.
   * @throws {AppError} `NOT_FOUND`
   */
  bySku(sku: string): Product {
    for (const spelling of unicodeForms(sku)) {
      const row = this.#db.get<{ id: number }>('SELECT id FROM products WHERE sku = ? ORDER BY id LIMIT 1', spelling);
      if (row !== undefined) return this.get(row.id);
    }
    const [variantOf] = this.#variants.numbered([sku]);
    if (variantOf !== undefined) return this.get(variantOf);
    throw new AppError('NOT_FOUND', `There is no product with the sku "${sku}" in this library.`, { details: { sku } });
  }

  /**
   * The products that are shown for one of these numbers, whatever its case: their own, the number or barcode of a variant, those of a
   * listing merged into them, a barcode among the attributes, or one that was read on their images.
   */
  numbered(skus: readonly string[]): Set<number> {
    const forms = skus.flatMap(unicodeForms);
    const spellings = [...new Set(forms.flatMap((sku) => [sku, sku.toUpperCase(), sku.toLowerCase()]))];
    const rows = this.#db.all<{ id: number }>(
      'SELECT id FROM products WHERE sku IN (SELECT value FROM json_each(?)) ORDER BY id',
      JSON.stringify(spellings),
    );
    const barcodes = skus.filter((sku) => /^(?:\d{8}|\d{12,14})$/.test(sku)).flatMap((code) => this.#withBarcode(code));
    const found = [...rows.map(({ id }) => id), ...this.#variants.numbered(skus), ...barcodes, ...this.#withCode(skus)];
    return new Set(found.map((id) => this.#merged.shownAs(id)));
  }

  /** The numbers and barcodes among `numbers` that variants of these products carry, by the product that is shown. */
  variantNumbers(productIds: readonly number[], numbers: readonly string[]): Map<number, string[]> {
    const parts = productIds.flatMap((id) => [id, ...(this.#merged.of(id)?.memberIds ?? [])]);
    const found = new Map<number, string[]>();
    for (const { productId, text } of this.#variants.matching(parts, numbers)) {
      const shown = this.#merged.shownAs(productId);
      found.set(shown, [...new Set([...(found.get(shown) ?? []), text])]);
    }
    return found;
  }

  /** Those of which no variant is left, with what is merged into them; where nothing is said of the stock of one, it is taken to be there. */
  soldOut(productIds: readonly number[]): Set<number> {
    const parts = new Map(productIds.map((id) => [id, [id, ...(this.#merged.of(id)?.memberIds ?? [])]]));
    const counted = this.#variants.stocks([...new Set([...parts.values()].flat())]);
    const isGone = (ids: readonly number[]): boolean => {
      const own = ids.flatMap((id) => counted.get(id) ?? []);
      return own.length > 0 && own.every((stock) => stock !== null && stock <= 0);
    };
    return new Set(productIds.filter((id) => isGone(parts.get(id) ?? [])));
  }

  /** What every variant costs and what is left of it; `productId` as listed, merged or not. */
  offers(): Generator<Offer> {
    return this.#variants.offers();
  }

  /** The products on whose images a barcode says one of these. */
  #withCode(texts: readonly string[]): number[] {
    return this.#db
      .tuples<[number]>(
        `SELECT DISTINCT i.product_id FROM picture_codes c JOIN files f ON f.content_hash = c.content_hash
           JOIN images i ON i.file_id = f.id
         WHERE c.valid = 1 AND c.number IN (SELECT value FROM json_each(?)) ORDER BY i.product_id`,
        JSON.stringify(texts.map((text) => text.replace(/^0+(?=.)/, ''))),
      )
      .map(([id]) => id);
  }

  /** Barcodes are the same with and without leading zeros. */
  #withBarcode(code: string): number[] {
    const bare = code.replace(/^0+/, '');
    return this.#attributesWith(bare)
      .filter(({ values }) => values.some((value) => value.replace(/^0+/, '') === bare))
      .map(({ id }) => id);
  }

  /** The products whose attributes hold all of these words, each text for itself. */
  withAttributes(texts: readonly string[]): Set<number> {
    const found = new Set<number>();
    for (const text of texts) {
      const wanted = termsOf(text);
      const [first] = wanted;
      if (first === undefined) continue;
      for (const { id, values } of this.#attributesWith(first)) {
        const own = new Set(values.flatMap(termsOf));
        if (wanted.every((term) => own.has(term))) found.add(this.#merged.shownAs(id));
      }
    }
    return found;
  }

  #attributesWith(text: string): { readonly id: number; readonly values: string[] }[] {
    return this.#db
      .all<{ id: number; attributes: string }>(
        `SELECT id, attributes FROM products WHERE attributes LIKE ? ESCAPE '\\' ORDER BY id`,
        `%${text.replace(/[\\%_]/g, '\\$&')}%`,
      )
      .map(({ id, attributes }) => ({ id, values: Object.values(JSON.parse(attributes) as Record<string, string>) }));
  }

  #read(id: number): Product | undefined {
    const row = this.#db.get<ProductRow>(
      `SELECT id, source_id, sku, title, description, price, price_to, currency, url, attributes, created_at, updated_at
       FROM products WHERE id = ?`,
      id,
    );
    const source =
      row && this.#db.get<Product['source']>('SELECT id, kind, path FROM sources WHERE id = ?', row.source_id);
    if (row === undefined || source === undefined) return undefined;
    const images = this.#db
      .all<ImageRow>(`${selectImages} WHERE i.product_id = ? ORDER BY i.position, i.id`, id)
      .map(toImage);
    const tags = this.#db.all<TagRow>(`${selectTags} WHERE pt.product_id = ?`, id).map(toTag).sort(compareTags);
    const problems = this.#problems.ofProduct(id);
    return {
      id: row.id,
      sku: row.sku,
      title: row.title,
      description: row.description,
      price: toPrice(row),
      url: row.url,
      image: cover(images),
      imageCount: images.length,
      images,
      tags,
      attributes: attributeList(row.attributes),
      variants: this.#variants.ofProduct(id),
      source: { id: source.id, kind: source.kind as Source['kind'], path: source.path },
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      problems,
      hasProblem: problems.length > 0,
    };
  }

  /** In the order of `ids`; ids that are not there any more are left out. */
  summaries(ids: readonly number[]): ProductSummary[] {
    return this.#summariesAsStored(ids).map((summary) => {
      if (this.#merged.of(summary.id) === undefined) return summary;
      const { title, price, image, imageCount, tags: whole } = this.get(summary.id);
      const tags = whole
        .filter(({ provenance }) => provenance !== 'rejected')
        .map(({ group, name }) => ({ group, name }));
      return { ...summary, title, price, image, imageCount, tags };
    });
  }

  #summariesAsStored(ids: readonly number[]): ProductSummary[] {
    const list = JSON.stringify([...new Set(ids)]);
    const rows = this.#db.all<SummaryRow>(
      `SELECT p.id, p.sku, p.title, p.price, p.price_to, p.currency,
         EXISTS (SELECT 1 FROM problems q WHERE q.product_id = p.id) AS has_problem
       FROM json_each(?) wanted JOIN products p ON p.id = wanted.value`,
      list,
    );
    const images = Map.groupBy(
      this.#db.all<ImageRow>(
        `${selectImages} WHERE i.product_id IN (SELECT value FROM json_each(?)) ORDER BY i.product_id, i.position, i.id`,
        list,
      ),
      (image) => image.product_id,
    );
    const tags = Map.groupBy(
      this.#db.all<TagRow>(
        `${selectTags} WHERE pt.product_id IN (SELECT value FROM json_each(?)) AND pt.provenance <> 'rejected'`,
        list,
      ),
      (tag) => tag.product_id,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const summaries: ProductSummary[] = [];
    for (const id of ids) {
      const row = byId.get(id);
      if (row === undefined) continue;
      const own = (images.get(id) ?? []).map(toImage);
      summaries.push({
        id,
        sku: row.sku,
        title: row.title,
        price: toPrice(row),
        image: cover(own),
        imageCount: own.length,
        tags: (tags.get(id) ?? []).map((tag) => ({ group: tag.grp, name: tag.name })).sort(compareTags),
        hasProblem: row.has_problem === 1,
      });
    }
    return summaries;
  }

  #hidden(): number {
    const { keepers, removed } = this.#merged;
    let count = keepers.size;
    for (const id of removed) if (!keepers.has(id)) count++;
    return count;
  }

  counts(): CatalogCounts {
    const row = this.#db.get<CatalogCounts>(
      `SELECT (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM images) AS images,
         (SELECT count(*) FROM problems) AS problems,
         (SELECT count(*) FROM problems WHERE code = 'IMAGE_REMOTE') AS unfetched`,
    );
    return row === undefined
      ? { products: 0, images: 0, problems: 0, unfetched: 0 }
      : { ...row, products: row.products - this.#hidden() };
  }
}

/** The error of every method that is asked about a product that is not there. */
export function noProduct(id: number): AppError {
  return new AppError('NOT_FOUND', `There is no product ${id} in this library. It may have left with its source.`);
}

/** Of variants with the same number or the same options, the first. */
function withoutDoubles(variants: Product['variants']): Product['variants'] {
  const seen = new Set<string>();
  return variants.filter(({ sku, options }) => {
    const keys = [
      ...(sku === '' ? [] : [`sku ${sku.toLowerCase()}`]),
      ...(options.length === 0 && sku !== '' ? [] : [`options ${JSON.stringify(options).toLowerCase()}`]),
    ];
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}

/** The first image that could be read, else the first. */
function cover(images: readonly ProductImage[]): ProductImage | null {
  return images.find((image) => image.hash !== null) ?? images[0] ?? null;
}

function toImage(row: ImageRow): ProductImage {
  return {
    id: row.id,
    path: row.path,
    hash: row.content_hash,
    width: row.width,
    height: row.height,
    bytes: row.file_bytes,
    format: row.format,
    thumb: row.width === null ? null : `thumb/${row.content_hash}`,
    original: `original/${row.id}`,
  };
}

function toTag(row: TagRow): TagName & { provenance: TagRow['provenance'] } {
  return { group: row.grp, name: row.name, provenance: row.provenance };
}

function toPrice(row: Pick<ProductRow, 'price' | 'price_to' | 'currency'>): ProductSummary['price'] {
  const { price: amount, price_to: upTo, currency } = row;
  if (amount === null) return null;
  return upTo === null ? { amount, currency } : { amount, upTo, currency };
}

function attributeList(json: string): { name: string; value: string }[] {
  return Object.entries(JSON.parse(json) as Record<string, string>).map(([name, value]) => ({ name, value }));
}

function termsOf(text: string): string[] {
  return queryTerms(text).map(stem);
}
