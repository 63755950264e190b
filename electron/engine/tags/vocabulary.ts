/** The words themselves: all there are, new ones, other names, synonyms, several tags made one. */
import type { Tag } from '../../contract/catalog.ts';
import type { MethodParams } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { ChangeResult, Provenance, VocabularyGroup, VocabularyTag } from '../../contract/tags.ts';
import { compareGroups } from '../catalog/tag-order.ts';
import { perform, type TagChange } from './edits.ts';
import type { ProductTag, TagSpelling, TagsRepo } from './tag-repo.ts';
import type { Tags } from './types.ts';

const unused = { products: 0, confirmed: 0, rejected: 0 };

export function vocabulary({ repo, products }: Tags): VocabularyGroup[] {
  const counts = repo.counts();
  const synonyms = repo.synonyms();
  const all = repo.tags().map(
    (tag): VocabularyTag => ({
      ...tag,
      synonyms: synonyms.get(tag.id) ?? [],
      ...(counts.get(tag.id) ?? unused),
    }),
  );
  const byUse = (a: VocabularyTag, b: VocabularyTag): number => b.products - a.products || (a.name < b.name ? -1 : 1);
  return [...Map.groupBy(all, ({ group }) => group)]
    .sort(([a], [b]) => compareGroups(a, b))
    .map(([group, own]) => ({ group, exclusive: products.exclusive(group), tags: own.sort(byUse) }));
}

/** @throws {AppError} `NOT_FOUND` */
export function existingTagId(repo: TagsRepo, { group, name }: Tag): number {
  const tag = repo.find({ group, name });
  if (tag === undefined) {
    throw new AppError('NOT_FOUND', `There is no tag "${name}" in ${group}. Add it to the vocabulary first.`);
  }
  return tag.id;
}

/** @throws {AppError} `CONFLICT` when there is such a tag */
export async function createTag(
  tags: Tags,
  { group, name, synonyms }: MethodParams<'tags.create'>,
): Promise<VocabularyTag> {
  const { repo } = tags;
  if (repo.find({ group, name }) !== undefined) {
    throw new AppError('CONFLICT', `There is a tag "${name}" in ${group} already.`, {
      details: { why: 'name-taken' },
    });
  }
  const id = Math.max(0, ...repo.tags().map((tag) => tag.id)) + 1;
  const spelling: TagSpelling = { tag: { id, group, name }, synonyms, aliases: [] };
  await perform(tags, 'tags.create', describeTag({ group, name }), { changes: [], spellings: [spelling] });
  return { id, group, name, synonyms: repo.synonyms().get(id) ?? [], ...unused };
}

/** @throws {AppError} `NOT_FOUND`, `CONFLICT` when another tag has that name */
export async function editTag(
  tags: Tags,
  { tagId, group, name, synonyms }: MethodParams<'tags.edit'>,
): Promise<ChangeResult> {
  const known = existingSpelling(tags.repo, tagId);
  const { id: _id, ...old } = known.tag;
  const tag = { id: tagId, group: group ?? old.group, name: name ?? old.name };
  const namesake = tags.repo.find(tag);
  if (namesake !== undefined && namesake.id !== tagId) {
    throw new AppError('CONFLICT', `There is a tag "${tag.name}" in ${tag.group} already. Merge the two instead.`, {
      details: { tagId: namesake.id, why: 'name-taken' },
    });
  }
  const renamed = !isSameName(old, tag);
  const aliases = renamed ? [...known.aliases.filter((alias) => !isSameName(alias, tag)), old] : known.aliases;
  const label = renamed ? `${describeTag(old)} > ${describeTag(tag)}` : describeTag(tag);
  const spelling: TagSpelling = { tag, synonyms: synonyms ?? known.synonyms, aliases };
  return perform(tags, 'tags.rename', label, { changes: [], spellings: [spelling] });
}

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
export async function mergeTags(tags: Tags, { from, into }: MethodParams<'tags.merge'>): Promise<ChangeResult> {
  const sources = [...new Set(from)];
  if (sources.includes(into)) throw new AppError('BAD_REQUEST', 'A tag cannot be merged into itself.');
  const target = existingSpelling(tags.repo, into);
  const merged = sources.map((tagId) => existingSpelling(tags.repo, tagId));
  const synonyms = [target, ...merged].flatMap((spelling) => spelling.synonyms);
  const aliases = merged.flatMap(({ tag: { group, name }, aliases: own }) => [{ group, name }, ...own]);
  const label = `${merged.map(({ tag }) => tag.name).join(', ')} > ${describeTag(target.tag)}`;
  return perform(tags, 'tags.merge', label, {
    changes: mergedChanges(tags.repo, sources, into),
    remove: sources,
    spellings: [{ tag: target.tag, synonyms, aliases: [...target.aliases, ...aliases] }],
  });
}

export function describeTag({ group, name }: Tag): string {
  return `${group}: ${name}`;
}

/** Which of two statements about one product stands when their tags become one. */
const strength: Readonly<Record<Provenance, number>> = { rejected: 0, suggested: 1, imported: 2, confirmed: 3 };

function mergedChanges(repo: TagsRepo, from: readonly number[], into: number): TagChange[] {
  const changes: TagChange[] = [];
  const strongest = new Map<number, ProductTag>();
  for (const row of repo.productTagsOf(from)) {
    const { productId, tagId, provenance } = row;
    changes.push({ productId, tagId, next: null });
    const other = strongest.get(productId) ?? repo.productTag(productId, into);
    const stands = other === undefined || strength[provenance] > strength[other.provenance] ? row : other;
    strongest.set(productId, stands);
  }
  for (const [productId, row] of strongest) {
    changes.push({ productId, tagId: into, next: { ...row, productId, tagId: into } });
  }
  return changes;
}

function existingSpelling(repo: TagsRepo, tagId: number): TagSpelling {
  const spelling = repo.spelling(tagId);
  if (spelling === undefined) throw new AppError('NOT_FOUND', 'That tag is no longer in the vocabulary.');
  return spelling;
}

function isSameName(a: Tag, b: Tag): boolean {
  return a.group === b.group && a.name === b.name;
}
