/** The queries that were asked, the latest first; a library that is only read remembers none. */
import type { MethodResult } from '../../contract/contract.ts';
import { type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import { queryLabel } from './query.ts';
import { QueryHistoryRepo, type StoredQuery } from './query-history-repo.ts';

export class QueryHistory {
  readonly #repo: QueryHistoryRepo;
  readonly #database: Database;

  readonly #remembered: (label: string) => void;

  constructor(database: Database, remembered: (label: string) => void = () => {}) {
    this.#repo = new QueryHistoryRepo(database);
    this.#database = database;
    this.#remembered = remembered;
  }

  /**
   * Where it cannot be stored for the moment, the search goes on and it is stored later.
   * @param found products of the whole catalog; null when only a part of it was looked through
   */
  remember(parts: readonly QueryPart[], found: number | null): void {
    const { readOnly, writing } = this.#database;
    if (readOnly) return;
    const label = queryLabel(parts);
    writing.whenFree(() => {
      this.#repo.remember(JSON.stringify(parts), label, found);
      this.#remembered(label);
    });
  }

  latest(limit: number): MethodResult<'search.history'> {
    return this.#repo.latest(limit).flatMap(read);
  }

  /** Those that found nothing in the whole catalog when they were asked last, the latest first. */
  fruitless(limit: number): MethodResult<'search.history'> {
    return this.#repo.fruitless(limit).flatMap(read);
  }
}

function read({ parts, ...query }: StoredQuery): MethodResult<'search.history'> {
  const parsed = queryPartSchema.array().safeParse(JSON.parse(parts));
  return parsed.success ? [{ ...query, parts: parsed.data }] : [];
}
