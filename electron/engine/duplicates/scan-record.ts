/** What is kept of the latest scan: when it was, with whose vectors, and how much of what came was there already. */
import { z } from 'zod';
import type { DuplicateState } from '../../contract/duplicates.ts';
import type { DuplicatesRepo } from './duplicate-repo.ts';

type Check = DuplicateState['lastCheck'];

const checkSchema = z.object({
  jobId: z.int(),
  added: z.int(),
  known: z.int(),
  examples: z.array(z.object({ productId: z.int(), title: z.string(), knownId: z.int(), probability: z.number() })),
});
const atKey = 'duplicatesScannedAt';
const checkKey = 'duplicatesLastCheck';
const modelKey = 'duplicatesModelId';
/** The model whose vectors were compared in libraries from before there were several. */
const firstModel = 'starter-v1';

export class ScanRecord {
  readonly #repo: DuplicatesRepo;

  constructor(repo: DuplicatesRepo) {
    this.#repo = repo;
  }

  /** Null while the library was never scanned. */
  get at(): string | null {
    return this.#repo.setting(atKey) ?? null;
  }

  get check(): Check {
    const stored = this.#repo.setting(checkKey);
    const parsed = stored === undefined ? undefined : checkSchema.safeParse(JSON.parse(stored));
    return parsed?.success ? parsed.data : null;
  }

  /** Whether it was scanned, but with the vectors of another model. */
  isOfOther(modelId: string): boolean {
    return this.at !== null && (this.#repo.setting(modelKey) ?? firstModel) !== modelId;
  }

  /** Without a check the one before stays. */
  put(modelId: string, check: Check): void {
    this.#repo.setSetting(atKey, new Date().toISOString());
    this.#repo.setSetting(modelKey, modelId);
    if (check !== null) this.#repo.setSetting(checkKey, JSON.stringify(check));
  }
}
