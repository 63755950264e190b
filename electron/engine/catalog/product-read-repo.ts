/** Reads products as people see them: details, summaries, the vocabulary and the files behind pictures. */
import type { Product, ProductImage, ProductSummary } from '../../contract/catalog.ts';
import type { Source } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import type { MergedView } from './merged-view.ts';
import { compareGroups, compareTags } from './tag-order.ts';
import type { TagName } from './types.ts';

interface ProductRow {
  readonly id: number;
  readonly source_id: number;
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: string;
  readonly created_at: string;
  readonly updated_at: string;
}

type SummaryRow = Pick<ProductRow, 'id' | 'sku' | 'title' | 'price' | 'currency'> & { readonly has_problem: number };

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

/** A picture file as it was when it was imported. */
export interface FileRow {
  readonly path: string;
  readonly real_path: string | null;
  readonly bytes: number;
  readonly modified_ms: number;
  readonly format: string | null;
}

const selectImages = `SELECT i.id, i.product_id, f.path, f.content_hash, f.bytes AS file_bytes, pic.width, pic.height, pic.format
  FROM images i JOIN files f ON f.id = i.file_id LEFT JOIN pictures pic ON pic.content_hash = f.content_hash`;

const selectTags = `SELECT pt.product_id, t.grp, t.name, pt.provenance FROM product_tags pt JOIN tags t ON t.id = pt.tag_id`;

export type ProductParts = Omit<Product, 'problems'>;

export class ReadRepo {
  readonly #db: Database;

  readonly #merged: MergedView;

  constructor(database: Database, merged: MergedView) {
    this.#db = database;
    this.#merged = merged;
  }

  /** A keeper with what it shows of the products merged into it; any other as it is. */
  product(id: number): Omit<ProductParts, 'hasProblem'> | undefined {
    const own = this.productAsListed(id);
    const merged = this.#merged.of(id);
    if (own === undefined || merged === undefined) return own;
    const parts = new Map(
      [own, ...merged.memberIds.flatMap((member) => this.productAsListed(member) ?? [])].map((part) => [part.id, part]),
    );
    const shown = new Set(merged.imageIds);
    const others = [...parts.values()].filter((part) => part !== own);
    const images = [...own.images, ...others.flatMap((part) => part.images.filter((image) => shown.has(image.id)))];
    const tags = new Map(
      [...others.flatMap((part) => (merged.tags === 'union' ? part.tags : [])), ...own.tags].map((tag) => [
        `${tag.group} ${tag.name}`,
        tag,
      ]),
    );
    return {
      ...own,
      title: parts.get(merged.titleFrom)?.title ?? own.title,
      description: parts.get(merged.descriptionFrom)?.description ?? own.description,
      price: (parts.get(merged.priceFrom) ?? own).price,
      image: cover(images),
      imageCount: images.length,
      images,
      tags: [...tags.values()].sort(compareTags),
    };
  }

  /** As its source lists it. */
  productAsListed(id: number): Omit<ProductParts, 'hasProblem'> | undefined {
    const row = this.#db.get<ProductRow>(
      `SELECT id, source_id, sku, title, description, price, currency, url, attributes, created_at, updated_at
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
      source: { id: source.id, kind: source.kind as Source['kind'], path: source.path },
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    };
  }

  /** The product of the oldest source where several have the same sku. */
  idBySku(sku: string): number | undefined {
    return this.#db.get<{ id: number }>('SELECT id FROM products WHERE sku = ? ORDER BY id LIMIT 1', sku)?.id;
  }

  idsBySkus(skus: readonly string[]): number[] {
    return this.#db
      .all<{ id: number }>(
        'SELECT id FROM products WHERE sku IN (SELECT value FROM json_each(?)) ORDER BY id',
        JSON.stringify(skus),
      )
      .map(({ id }) => id);
  }

  summaries(ids: readonly number[]): ProductSummary[] {
    return this.#summariesAsStored(ids).map((summary) => {
      const merged = this.#merged.of(summary.id);
      const whole = merged === undefined ? undefined : this.product(summary.id);
      if (whole === undefined) return summary;
      const { title, price, image, imageCount } = whole;
      const tags = whole.tags
        .filter(({ provenance }) => provenance !== 'rejected')
        .map(({ group, name }) => ({ group, name }));
      return { ...summary, title, price, image, imageCount, tags };
    });
  }

  #summariesAsStored(ids: readonly number[]): ProductSummary[] {
    const list = JSON.stringify([...new Set(ids)]);
    const rows = this.#db.all<SummaryRow>(
      `SELECT p.id, p.sku, p.title, p.price, p.currency,
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

  vocabulary(): { group: string; tags: { name: string; products: number }[] }[] {
    const rows = this.#db.all<{ grp: string; name: string; products: number }>(
      `SELECT t.grp, t.name, count(*) AS products FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
       WHERE pt.provenance <> 'rejected' AND pt.product_id NOT IN (SELECT value FROM json_each(?))
       GROUP BY pt.tag_id ORDER BY products DESC, t.name`,
      JSON.stringify([...this.#merged.hidden]),
    );
    return [...Map.groupBy(rows, (row) => row.grp)]
      .map(([group, own]) => ({ group, tags: own.map(({ name, products }) => ({ name, products })) }))
      .sort((a, b) => compareGroups(a.group, b.group));
  }

  fileOfImage(imageId: number): FileRow | undefined {
    return this.#db.get<FileRow>(
      `SELECT f.path, f.real_path, f.bytes, f.modified_ms, pic.format
       FROM images i JOIN files f ON f.id = i.file_id LEFT JOIN pictures pic ON pic.content_hash = f.content_hash
       WHERE i.id = ?`,
      imageId,
    );
  }

  thumbKind(hash: string): 'own' | 'original' | undefined {
    return this.#db.get<{ thumb: 'own' | 'original' }>('SELECT thumb FROM pictures WHERE content_hash = ?', hash)
      ?.thumb;
  }

  /** Files with this content that a product shows. */
  filesWithContent(hash: string): FileRow[] {
    return this.#db.all<FileRow>(
      `SELECT f.path, f.real_path, f.bytes, f.modified_ms, pic.format
       FROM files f LEFT JOIN pictures pic ON pic.content_hash = f.content_hash
       WHERE f.content_hash = ? AND EXISTS (SELECT 1 FROM images i WHERE i.file_id = f.id) ORDER BY f.id`,
      hash,
    );
  }

  counts(): { products: number; images: number; problems: number } {
    const row = this.#db.get<{ products: number; images: number; problems: number }>(
      `SELECT (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM images) AS images,
         (SELECT count(*) FROM problems) AS problems`,
    );
    return row === undefined
      ? { products: 0, images: 0, problems: 0 }
      : { ...row, products: row.products - this.#merged.hiddenCount };
  }
}

/** The first picture that could be read, else the first. */
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

function toPrice(row: Pick<ProductRow, 'price' | 'currency'>): ProductSummary['price'] {
  return row.price === null ? null : { amount: row.price, currency: row.currency };
}

function attributeList(json: string): { name: string; value: string }[] {
  return Object.entries(JSON.parse(json) as Record<string, string>).map(([name, value]) => ({ name, value }));
}
