/** What one run met that could not be imported, each file once, however many products show it. */
import type { ImportResult } from '../../contract/ingest.ts';
import type { ProblemDraft } from '../catalog/types.ts';
import type { FileFailure } from './pipeline/file-failure.ts';

/** A result travels to the UI with its job, so it must not grow with the catalog. */
const maxListed = 1000;

interface BrokenFile {
  readonly failure: FileFailure;
  readonly skus: Set<string>;
}

export class ProblemLog {
  readonly #noted: ProblemDraft[] = [];
  #failed = 0;
  readonly #broken = new Map<string, BrokenFile>();

  /** How much has failed; an image that waits to be fetched has not. */
  get size(): number {
    return this.#failed + this.#broken.size;
  }

  note(problem: ProblemDraft): void {
    const { productSku, path, row, code, reason } = problem;
    if (code !== 'IMAGE_REMOTE' || !/^https?:/.test(path ?? '')) this.#failed++;
    this.#noted.push({ productSku, path, row, code, reason });
  }

  fileFailed(path: string, failure: FileFailure, skus: Iterable<string>): void {
    const broken = this.#broken.get(path) ?? { failure, skus: new Set<string>() };
    for (const sku of skus) broken.skus.add(sku);
    this.#broken.set(path, broken);
  }

  /** For the catalog: a problem a product, or one without a product where none of those that show the file is there. */
  drafts(isThere: (sku: string) => boolean): ProblemDraft[] {
    const files = [...this.#broken].flatMap(([path, { failure, skus }]) => {
      const present = [...skus].filter(isThere);
      return (present.length === 0 ? [null] : present).map((productSku) => ({
        productSku,
        path,
        row: null,
        ...failure,
      }));
    });
    return [...this.#noted, ...files];
  }

  /** For the result of the import, the first thousand; all are in the catalog. A problem of the table itself is listed under the table's path. */
  failed(sourcePath: string): ImportResult['failed'] {
    const noted = this.#noted.map(({ path, row, code, reason }) => ({
      path: path ?? (row === null ? sourcePath : `${sourcePath}:${row}`),
      code,
      reason,
    }));
    const broken = [...this.#broken].map(([path, { failure }]) => ({ path, ...failure }));
    return [...noted, ...broken].slice(0, maxListed);
  }
}
