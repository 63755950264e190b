/** What a person says of tags: confirmed, rejected, or taken back to what the import said. */
import type { MethodParams } from '../../contract/contract.ts';
import type { ChangeResult } from '../../contract/tags.ts';
import { perform, type TagChange } from './edits.ts';
import type { ProductTag } from './tag-repo.ts';
import type { Tags } from './types.ts';
import { describeTag, existingTagId } from './vocabulary.ts';

/** @throws {AppError} `NOT_FOUND` for products or tags that are gone */
export async function decide(tags: Tags, { decisions, by }: MethodParams<'tags.decide'>): Promise<ChangeResult> {
  const { repo, products } = tags;
  const at = new Date().toISOString();
  // Of several changes to one tag of a product the last counts.
  const changes = new Map<string, TagChange>();
  for (const { productId, tag, verdict } of decisions) {
    products.get(productId);
    const tagId = existingTagId(repo, tag);
    const rows = repo.productTags([productId]);
    const row = rows.find((own) => own.tagId === tagId);
    const own = verdict === 'cleared' ? cleared(row, at) : decided(verdict, { productId, tagId }, row, by, at);
    const gives = own.length > 0 && verdict === 'confirmed' && products.exclusive(tag.group);
    const others = gives
      ? rows.filter((other) => other !== row && products.tags.get(other.tagId)?.group === tag.group)
      : [];
    for (const change of [...own, ...others.flatMap((other) => takenOff(other, by, at))]) {
      changes.set(`${change.productId} ${change.tagId}`, change);
    }
  }
  return perform(tags, 'tags.decide', labelOf(tags, decisions), { changes: [...changes.values()] });
}

/** Nothing when it was decided that way before. */
export function decided(
  verdict: 'confirmed' | 'rejected',
  { productId, tagId }: Pick<ProductTag, 'productId' | 'tagId'>,
  row: ProductTag | undefined,
  by: string,
  at: string,
): TagChange[] {
  if (row?.provenance === verdict) return [];
  return [{ productId, tagId, next: { productId, tagId, provenance: verdict, at, by, origin: originOf(row) } }];
}

/** A tag taken off: what an import brought is kept as rejected, so that the next does not bring it back. */
export function takenOff(row: ProductTag, by: string, at: string): TagChange[] {
  if (row.provenance === 'rejected') return [];
  if (originOf(row) === null) return [{ productId: row.productId, tagId: row.tagId, next: null }];
  return decided('rejected', row, row, by, at);
}

function cleared(row: ProductTag | undefined, at: string): TagChange[] {
  if (row?.provenance !== 'confirmed' && row?.provenance !== 'rejected') return [];
  const { productId, tagId, origin } = row;
  const next = origin === null ? null : { productId, tagId, provenance: origin, at, by: null, origin: null };
  return [{ productId, tagId, next }];
}

function originOf(row: ProductTag | undefined): ProductTag['origin'] {
  if (row === undefined) return null;
  return row.provenance === 'imported' || row.provenance === 'suggested' ? row.provenance : row.origin;
}

function labelOf({ products }: Tags, decisions: MethodParams<'tags.decide'>['decisions']): string {
  const [first] = decisions;
  if (first === undefined) return '';
  const title = products.byId.get(first.productId)?.title ?? '';
  return decisions.length > 2
    ? `${describeTag(first.tag)} (${decisions.length})`
    : `${describeTag(first.tag)}, ${title}`;
}
