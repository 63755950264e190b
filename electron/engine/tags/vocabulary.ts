/** Editing the words themselves: new tags, other names, synonyms, several tags made one. */
import type { MethodParams } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Provenance } from '../../contract/tags.ts';
import { type Change, describeTag, type EditKind, type Outcome, type RowChange } from './edits.ts';
import type { TagRow, TagSpelling, TagsRepo } from './tag-repo.ts';

type Perform = (kind: EditKind, label: string, change: Change) => Outcome;

export class VocabularyEdits {
  readonly #repo: TagsRepo;
  readonly #perform: Perform;

  constructor(repo: TagsRepo, perform: Perform) {
    this.#repo = repo;
    this.#perform = perform;
  }

  /** Answers the id. @throws {AppError} `CONFLICT` */
  create({ group, name, synonyms }: MethodParams<'tags.create'>): number {
    if (this.#repo.find(group, name) !== undefined) {
      throw new AppError('CONFLICT', `There is a tag "${name}" in ${group} already.`, {
        details: { why: 'name-taken' },
      });
    }
    const id = Math.max(0, ...this.#repo.tags().map((tag) => tag.id)) + 1;
    const spelling: TagSpelling = { tag: { id, group, name }, synonyms, aliases: [] };
    this.#perform('tags.create', describeTag({ group, name }), { rows: [], respell: [spelling] });
    return id;
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` when another tag has that name */
  edit({ tagId, group, name, synonyms }: MethodParams<'tags.edit'>): Outcome {
    const known = this.#spelling(tagId);
    const tag = { id: tagId, group: group ?? known.tag.group, name: name ?? known.tag.name };
    const namesake = this.#repo.find(tag.group, tag.name);
    if (namesake !== undefined && namesake.id !== tagId) {
      throw new AppError('CONFLICT', `There is a tag "${tag.name}" in ${tag.group} already. Merge the two instead.`, {
        details: { tagId: namesake.id, why: 'name-taken' },
      });
    }
    const renamed = tag.group !== known.tag.group || tag.name !== known.tag.name;
    const old = { group: known.tag.group, name: known.tag.name };
    const aliases = renamed ? [...known.aliases.filter((alias) => !sameName(alias, tag)), old] : known.aliases;
    const spelling: TagSpelling = { tag, synonyms: synonyms ?? known.synonyms, aliases };
    const label = renamed ? `${describeTag(old)} > ${describeTag(tag)}` : describeTag(tag);
    return this.#perform('tags.rename', label, { rows: [], respell: [spelling] });
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
  merge({ from, into }: MethodParams<'tags.merge'>): Outcome {
    const sources = [...new Set(from)];
    if (sources.includes(into)) throw new AppError('BAD_REQUEST', 'A tag cannot be merged into itself.');
    const target = this.#spelling(into);
    const merged = sources.map((tagId) => this.#spelling(tagId));
    const synonyms = new Map(
      [target, ...merged]
        .flatMap((spelling) => spelling.synonyms)
        .map((entry) => [`${entry.language} ${entry.text}`, entry]),
    );
    const aliases = [
      ...target.aliases,
      ...merged.flatMap(({ tag, aliases: own }) => [{ group: tag.group, name: tag.name }, ...own]),
    ];
    return this.#perform('tags.merge', `${merged.map(({ tag }) => tag.name).join(', ')} > ${describeTag(target.tag)}`, {
      rows: this.#mergedRows(sources, into),
      remove: sources,
      respell: [{ tag: target.tag, synonyms: [...synonyms.values()], aliases }],
    });
  }

  #mergedRows(from: readonly number[], into: number): RowChange[] {
    const changes: RowChange[] = [];
    const best = new Map<number, TagRow>();
    for (const row of this.#repo.rowsOfTags(from)) {
      changes.push({ productId: row.productId, tagId: row.tagId, next: null });
      const other = best.get(row.productId) ?? this.#repo.row(row.productId, into);
      best.set(
        row.productId,
        other === undefined || strength[row.provenance] > strength[other.provenance] ? row : other,
      );
    }
    for (const [productId, row] of best)
      changes.push({ productId, tagId: into, next: { ...row, productId, tagId: into } });
    return changes;
  }

  #spelling(tagId: number): TagSpelling {
    const spelling = this.#repo.spelling(tagId);
    if (spelling === undefined) throw new AppError('NOT_FOUND', 'That tag is no longer in the vocabulary.');
    return spelling;
  }
}

/** Which of two statements about one product stands when their tags become one. */
const strength: Readonly<Record<Provenance, number>> = { rejected: 0, suggested: 1, imported: 2, confirmed: 3 };

function sameName(a: { group: string; name: string }, b: { group: string; name: string }): boolean {
  return a.group === b.group && a.name === b.name;
}
