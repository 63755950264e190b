/** Searches that people keep by a name, with their filters and order. */
import { type SavedSearch, savedSearchSchema } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import { SavedSearchesRepo } from './saved-searches-repo.ts';

export class SavedSearches {
  readonly #repo: SavedSearchesRepo;
  readonly #changed: () => void;

  constructor(database: Database, changed: () => void = () => {}) {
    this.#repo = new SavedSearchesRepo(database);
    this.#changed = changed;
  }

  /** What had the name before is replaced. */
  save({ name, ...search }: Pick<SavedSearch, 'name' | 'parts' | 'filters' | 'sort'>): void {
    this.#repo.save(name.normalize('NFC'), JSON.stringify(search));
    this.#changed();
  }

  remove(id: number): void {
    this.#repo.remove(id);
    this.#changed();
  }

  /** By name. What a later version saved and this one cannot read is left out. */
  all(): SavedSearch[] {
    return this.#repo.all().flatMap(({ search, ...named }) => {
      const read = savedSearchSchema.safeParse({ ...named, ...JSON.parse(search) });
      return read.success ? [read.data] : [];
    });
  }

  /** The images that saved searches ask with, by content. */
  images(): Set<string> {
    const parts = this.all().flatMap((saved) => saved.parts);
    return new Set(
      parts.flatMap((part) => {
        const frames = part.kind === 'clip' ? part.frames : part.kind === 'image' ? (part.clip?.frames ?? []) : [];
        return [...(part.kind === 'image' ? [part.hash] : []), ...frames.map(({ hash }) => hash)];
      }),
    );
  }
}
