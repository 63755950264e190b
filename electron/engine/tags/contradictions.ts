/**
 * What an import says against a person. Where a product has a confirmed tag of a group that allows one, another tag of that group that an import brings is
 * kept as contradicted: rejected by nobody, with `imported` as its origin. It counts nowhere, and comes into force when the confirmation is taken back.
 */
import type { Catalog } from '../catalog/service.ts';
import type { Database } from '../db/database.ts';
import type { TagState } from './state.ts';
import type { TagRow, TagsRepo } from './tag-repo.ts';

export interface ContradictionDependencies {
  readonly database: Database;
  readonly catalog: Pick<Catalog, 'onChange' | 'retagged'>;
  readonly repo: TagsRepo;
  readonly state: TagState;
  /** Called with the products whose words changed. */
  readonly onRetagged: (productIds: readonly number[]) => void;
}

export class Contradictions {
  readonly #deps: ContradictionDependencies;
  readonly #stop: () => void;

  constructor(deps: ContradictionDependencies) {
    this.#deps = deps;
    this.#stop = deps.catalog.onChange(({ changed }) => this.#settle(changed));
  }

  close(): void {
    this.#stop();
  }

  #settle(productIds: readonly number[]): void {
    const { database, catalog, repo, onRetagged } = this.#deps;
    if (database.readOnly || productIds.length === 0) return;
    const rows = repo.rows(productIds).filter((row) => row.provenance === 'confirmed' || isContradicted(row));
    if (rows.length === 0) return;
    const at = new Date().toISOString();
    const concerned = [...new Set(rows.map(({ productId }) => productId))];
    const changes = [...Map.groupBy(repo.rows(concerned), ({ productId }) => productId).values()].flatMap((own) =>
      this.#changesOf(own, at),
    );
    if (changes.length === 0) return;
    const changed = [...new Set(changes.map(({ productId }) => productId))];
    database.transaction(() => {
      for (const row of changes) repo.put(row);
      catalog.retagged(changed);
    });
    onRetagged(changed);
  }

  /** `rows`: all tags of one product. */
  #changesOf(rows: readonly TagRow[], at: string): TagRow[] {
    const { state } = this.#deps;
    const groupOf = ({ tagId }: TagRow): string => state.tags.get(tagId)?.group ?? '';
    const decided = new Set(rows.filter(({ provenance }) => provenance === 'confirmed').map(groupOf));
    return rows.flatMap((row): TagRow[] => {
      const contradicted = isContradicted(row);
      if (row.provenance !== 'imported' && !contradicted) return [];
      const outvoted = decided.has(groupOf(row)) && state.exclusive(groupOf(row));
      if (outvoted === contradicted) return [];
      return outvoted
        ? [{ ...row, provenance: 'rejected', origin: 'imported', by: null, at }]
        : [{ ...row, provenance: 'imported', origin: null, at }];
    });
  }
}

export function isContradicted({ provenance, origin, by }: Pick<TagRow, 'provenance' | 'origin' | 'by'>): boolean {
  return provenance === 'rejected' && origin === 'imported' && by === null;
}
