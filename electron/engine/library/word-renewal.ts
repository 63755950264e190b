/**
 * Writes the words of products anew whose row in the words index is of an earlier version: once, in the background, and
 * after a kill from where it stood.
 */
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';

const productsAtOnce = 20;

export class WordRenewal {
  readonly #jobs: Jobs;
  readonly #catalog: Pick<Catalog, 'renewWords' | 'words'>;
  readonly #done: () => void;

  /** `done` is called when languages of products are known anew. */
  constructor(catalog: Pick<Catalog, 'renewWords' | 'words'>, jobs: Jobs, done: () => void) {
    this.#jobs = jobs;
    this.#catalog = catalog;
    this.#done = done;
    jobs.register('words', (_params: unknown, context) => this.#run(context));
  }

  /** Begins where there is something to renew and nobody is at it. */
  catchUp(): void {
    if (this.#catalog.words.outdated() > 0) this.#jobs.startLater('words', 'words', {});
  }

  async #run({ signal, report }: JobContext): Promise<Record<string, unknown>> {
    const pause = createGentlePause();
    const total = this.#catalog.words.outdated();
    let done = 0;
    for (;;) {
      throwIfCancelled(signal);
      const renewed = this.#catalog.renewWords(productsAtOnce);
      if (renewed === 0) break;
      done += renewed;
      report({ phase: 'words', done, total });
      await pause();
    }
    this.#done();
    return { products: done };
  }
}
