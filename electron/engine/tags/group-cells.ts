/** What products are tagged with in a group, said whole: as a cell of a table has it. */
import type { Tag } from '../../contract/catalog.ts';
import type { MethodParams } from '../../contract/contract.ts';
import type { ChangeResult } from '../../contract/tags.ts';
import { decided, takenOff } from './decisions.ts';
import { perform, type TagChange } from './edits.ts';
import type { TagSpelling } from './tag-repo.ts';
import type { Tags } from './types.ts';
import { describeTag } from './vocabulary.ts';

/** @throws {AppError} `NOT_FOUND` for products that are gone */
export function setOfGroup(tags: Tags, { edits, by }: MethodParams<'tags.setOfGroup'>): Promise<ChangeResult> {
  const { repo, products } = tags;
  const at = new Date().toISOString();
  const made = new Map<string, TagSpelling>();
  let nextId = Math.max(0, ...repo.tags().map(({ id }) => id)) + 1;
  // A name in another case is the same tag, unless there are both.
  const stored = new Map(repo.tags().map((tag) => [folded(tag), tag.id]));
  const idOf = (group: string, name: string): number => {
    const key = folded({ group, name });
    const known = repo.find({ group, name })?.id ?? stored.get(key) ?? made.get(key)?.tag.id;
    if (known !== undefined) return known;
    made.set(key, { tag: { id: nextId, group, name }, synonyms: [], aliases: [] });
    return nextId++;
  };
  // Of two cells of one product and group the last counts.
  const cells = new Map(edits.map((edit) => [`${edit.productId} ${edit.group}`, edit]));
  const changes = [...cells.values()].flatMap(({ productId, group, names }): TagChange[] => {
    products.get(productId);
    const rows = repo.productTags([productId]);
    const wanted = new Set(names.map((name) => idOf(group, name)));
    const leaving = rows.filter(({ tagId }) => !wanted.has(tagId) && products.tags.get(tagId)?.group === group);
    const carried = new Set(rows.filter(({ provenance }) => provenance !== 'rejected').map(({ tagId }) => tagId));
    // What is on it already stays as it came: a cell that only gained a tag says nothing of the others. Where products have
    // one tag of the group, whoever writes two means both.
    const kept = products.exclusive(group) ? new Set<number>() : carried;
    return [
      ...[...wanted]
        .filter((tagId) => !kept.has(tagId))
        .flatMap((tagId) => {
          const row = rows.find((own) => own.tagId === tagId);
          return decided('confirmed', { productId, tagId }, row, by, at);
        }),
      ...leaving.flatMap((row) => takenOff(row, by, at)),
    ];
  });
  return perform(tags, 'tags.bulk', labelOf(tags, [...cells.values()]), { changes, spellings: [...made.values()] });
}

function folded({ group, name }: Tag): string {
  return `${group}\u0000${name.normalize('NFC').toLowerCase()}`;
}

function labelOf({ products }: Tags, edits: MethodParams<'tags.setOfGroup'>['edits']): string {
  const [first] = edits;
  if (first === undefined) return '';
  const name = describeTag({ group: first.group, name: first.names.join(', ') });
  return edits.length > 1 ? `${name} (${edits.length})` : `${name}, ${products.byId.get(first.productId)?.title ?? ''}`;
}
