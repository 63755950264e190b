/** The SQL of what is kept of the latest scan besides what it compared. */
import { z } from 'zod';
import type { DuplicateState } from '../../contract/duplicates.ts';
import type { Database } from '../db/database.ts';

type Check = DuplicateState['lastCheck'];

const checkSchema = z.object({
  jobId: z.int(),
  added: z.int(),
  known: z.int(),
  examples: z.array(z.object({ productId: z.int(), title: z.string(), knownId: z.int(), probability: z.number() })),
});
/** The model whose vectors were compared in libraries from before there were several. */
const firstModel = 'starter-v1';

export class ScanRecordRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** When it was; null while the library was never scanned. */
  get at(): string | null {
    return this.#setting('duplicatesScannedAt') ?? null;
  }

  /** How much of what came was there already. */
  get check(): Check {
    return checkSchema.safeParse(JSON.parse(this.#setting('duplicatesLastCheck') ?? 'null')).data ?? null;
  }

  /** Products that were new to the latest scan with a check. */
  get added(): number[] {
    return z.array(z.int()).safeParse(JSON.parse(this.#setting('duplicatesLastAdded') ?? '[]')).data ?? [];
  }

  /** Whether it was scanned, but with the vectors of another model. */
  isOfOther(modelId: string): boolean {
    return this.at !== null && (this.#setting('duplicatesModelId') ?? firstModel) !== modelId;
  }

  /** Without a check the one before stays. */
  put(modelId: string, check: Check, added: readonly number[]): void {
    this.#set('duplicatesScannedAt', new Date().toISOString());
    this.#set('duplicatesModelId', modelId);
    if (check === null) return;
    this.#set('duplicatesLastCheck', JSON.stringify(check));
    this.#set('duplicatesLastAdded', JSON.stringify(added));
  }

  /** Whether what was found so far is of this job that compares everything again; from now on it is. */
  claimFullScan(jobId: number): boolean {
    const claimed = this.#setting('duplicatesFullScan') === String(jobId);
    if (!claimed) this.#set('duplicatesFullScan', String(jobId));
    return claimed;
  }

  #setting(key: string): string | undefined {
    return this.#db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)?.value;
  }

  #set(key: string, value: string): void {
    this.#db.run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', key, value);
  }
}
