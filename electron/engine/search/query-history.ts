/** The queries that were asked, the latest first; a library that is only read remembers none. */
import type { MethodResult } from '../../contract/contract.ts';
import { type QueryPart, queryPartSchema } from '../../contract/search.ts';
import type { Database } from '../db/database.ts';
import { queryLabel } from './query.ts';
import { QueryHistoryRepo } from './query-history-repo.ts';

export class QueryHistory {
  readonly #repo: QueryHistoryRepo;
  readonly #database: Database;

  constructor(database: Database) {
    this.#repo = new QueryHistoryRepo(database);
    this.#database = database;
  }

  /** Where it cannot be stored for the moment, the search goes on and it is stored later. */
  remember(parts: readonly QueryPart[]): void {
    const { readOnly, writing } = this.#database;
    if (!readOnly) writing.whenFree(() => this.#repo.remember(JSON.stringify(parts), queryLabel(parts)));
  }

  latest(limit: number): MethodResult<'search.history'> {
    return this.#repo.latest(limit).flatMap(({ id, parts, label, askedAt }) => {
      const parsed = queryPartSchema.array().safeParse(JSON.parse(parts));
      return parsed.success ? [{ id, parts: parsed.data, label, askedAt }] : [];
    });
  }
}
