/** Putting tags on many products and taking others off, first as a plan to be looked at. */
import type { Tag } from '../../contract/catalog.ts';
import type { BulkPreview } from '../../contract/tags.ts';
import { type RowChange, takenOff } from './edits.ts';
import type { TagState } from './state.ts';
import type { TagRow, TagsRepo } from './tag-repo.ts';

export interface BulkDependencies {
  readonly repo: TagsRepo;
  readonly state: TagState;
  /** @throws {AppError} `NOT_FOUND` */
  readonly tagId: (tag: Tag) => number;
}

export interface BulkRequest {
  readonly add: readonly Tag[];
  readonly remove: readonly Tag[];
  /** Groups whose other tags give way to an added one; those that are exclusive now when left out. */
  readonly replaces?: readonly string[] | undefined;
}

type Preview = Omit<BulkPreview, 'matched' | 'sample'> & {
  readonly sample: readonly { readonly productId: number; readonly add: Tag[]; readonly remove: Tag[] }[];
};

const sampleSize = 24;
/** Products looked at in one go. */
const sliceSize = 256;

export class BulkEdits {
  readonly #deps: BulkDependencies;

  constructor(deps: BulkDependencies) {
    this.#deps = deps;
  }

  /** The groups whose other tags give way to what is added. */
  replaces(request: BulkRequest): string[] {
    const { state } = this.#deps;
    return request.add.map(({ group }) => group).filter((group) => state.exclusive(group));
  }

  /** What has to be written; nothing for products that are that way already. */
  plan(productIds: readonly number[], request: BulkRequest, by: string): RowChange[] {
    const { repo, state, tagId } = this.#deps;
    const at = new Date().toISOString();
    const add = request.add.map((tag) => ({ id: tagId(tag), group: tag.group }));
    const added = new Set(add.map(({ id }) => id));
    const remove = new Set(request.remove.map(tagId).filter((id) => !added.has(id)));
    const replaced = new Set(request.replaces ?? this.replaces(request));
    const rowsOf = Map.groupBy(repo.rows(productIds), ({ productId }) => productId);
    const changes: RowChange[] = [];
    for (const productId of productIds) {
      if (!state.products.has(productId)) continue;
      const rows = rowsOf.get(productId) ?? [];
      for (const { id } of add) changes.push(...putOn(rows, productId, id, by, at));
      for (const row of rows) {
        const gives = replaced.has(state.tags.get(row.tagId)?.group ?? '') && !added.has(row.tagId);
        if (gives || remove.has(row.tagId)) changes.push(...takenOff(row, by, at));
      }
    }
    return changes;
  }

  /** `plan` of many products, with other work let in between. */
  async planAll(
    productIds: readonly number[],
    request: BulkRequest,
    by: string,
    pause: () => Promise<void>,
  ): Promise<RowChange[]> {
    const whole = { ...request, replaces: request.replaces ?? this.replaces(request) };
    const changes: RowChange[] = [];
    for (let at = 0; at < productIds.length; at += sliceSize) {
      for (const change of this.plan(productIds.slice(at, at + sliceSize), whole, by)) changes.push(change);
      await pause();
    }
    return changes;
  }

  async preview(productIds: readonly number[], request: BulkRequest, pause: () => Promise<void>): Promise<Preview> {
    const { state } = this.#deps;
    const changes = await this.planAll(productIds, request, '', pause);
    const adds = new Map<number, number>();
    const removes = new Map<number, number>();
    for (const { tagId, next } of changes) {
      const tally = next?.provenance === 'confirmed' ? adds : removes;
      tally.set(tagId, (tally.get(tagId) ?? 0) + 1);
    }
    const named = (id: number): Tag => ({
      group: state.tags.get(id)?.group ?? '',
      name: state.tags.get(id)?.name ?? '',
    });
    const counted = (tally: Map<number, number>) => [...tally].map(([id, products]) => ({ ...named(id), products }));
    const byProduct = Map.groupBy(changes, ({ productId }) => productId);
    const sample = [...byProduct].slice(0, sampleSize).map(([productId, own]) => ({
      productId,
      add: own.filter(({ next }) => next?.provenance === 'confirmed').map(({ tagId }) => named(tagId)),
      remove: own.filter(({ next }) => next?.provenance !== 'confirmed').map(({ tagId }) => named(tagId)),
    }));
    return { changed: byProduct.size, adds: counted(adds), removes: counted(removes), sample };
  }
}

function putOn(rows: readonly TagRow[], productId: number, tagId: number, by: string, at: string): RowChange[] {
  const row = rows.find((own) => own.tagId === tagId);
  if (row?.provenance === 'confirmed') return [];
  const origin =
    row?.provenance === 'imported' || row?.provenance === 'suggested' ? row.provenance : (row?.origin ?? null);
  return [{ productId, tagId, next: { productId, tagId, provenance: 'confirmed', at, by, origin } }];
}
