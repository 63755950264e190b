/** Models that are not in use but asked for a while, to compare them on judged queries: their vectors, and a search over them. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Encoders } from '../encoders/index.ts';
import { linkVectors } from '../ingest/link-vectors.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { LibraryScales } from '../search/library-scales.ts';
import { Search } from '../search/search.ts';
import type { Coverage } from '../vector/coverage.ts';
import { completeScope } from './complete-scope.ts';
import { openSecondaryVectors } from './secondary-vectors.ts';

export interface SecondaryModelsDependencies {
  readonly dir: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly coverage: Coverage;
  readonly encoders: Encoders;
  /** Keeps a model open, and from being removed, until what is answered is called. */
  readonly hold: (modelId: string) => () => Promise<void>;
  readonly log: (text: string) => void;
  readonly cacheKey?: Uint8Array | undefined;
}

interface SecondaryModel {
  readonly search: Search;
  close(): Promise<void>;
}

interface OpenModel {
  readonly model: Promise<SecondaryModel>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** How long a model that nobody asks is kept open. */
const keptMs = 120_000;

export class SecondaryModels {
  readonly #deps: SecondaryModelsDependencies;
  readonly #opened = new Map<string, OpenModel>();

  constructor(deps: SecondaryModelsDependencies) {
    this.#deps = deps;
  }

  /** Has `work` ask another model. @throws {AppError} `MODEL_*`; `CONFLICT` while its vectors are not complete */
  async with<T>(modelId: string, work: (search: Search) => Promise<T>): Promise<T> {
    const entry = this.#opened.get(modelId) ?? this.#add(modelId);
    clearTimeout(entry.timer);
    entry.users++;
    const release = this.#deps.hold(modelId);
    try {
      return await work((await entry.model).search);
    } finally {
      await release();
      entry.users--;
      if (entry.users === 0) {
        entry.timer = setTimeout(() => void this.close(modelId), keptMs);
        entry.timer.unref();
      }
    }
  }

  isAsked(modelId: string): boolean {
    return (this.#opened.get(modelId)?.users ?? 0) > 0;
  }

  /** One of them, or all when none is named. Nobody may be asking. */
  async close(modelId?: string): Promise<void> {
    for (const [id, { model, timer }] of this.#opened) {
      if (modelId !== undefined && id !== modelId) continue;
      clearTimeout(timer);
      this.#opened.delete(id);
      await model.then(
        (opened) => opened.close(),
        () => undefined,
      );
    }
  }

  #add(modelId: string): OpenModel {
    const model = this.#open(modelId);
    model.catch(() => this.#opened.delete(modelId));
    const entry = { model, users: 0, timer: undefined };
    this.#opened.set(modelId, entry);
    return entry;
  }

  async #open(modelId: string): Promise<SecondaryModel> {
    const { dir, database, catalog, view, coverage, encoders } = this.#deps;
    const scope = await completeScope(encoders, coverage, modelId);
    const encoder = encoders.model(modelId);
    const { vectors, catchUp } = await openSecondaryVectors(this.#deps, scope);
    catchUp();
    const unlink = linkVectors(catalog, vectors);
    const release = encoder.hold();
    const scales = new LibraryScales(view, vectors);
    const search = new Search({ database, catalog, view, vectors, encoders: encoder, scales, libraryDir: dir });
    return {
      search,
      close: async () => {
        unlink();
        await vectors.close();
        await release();
      },
    };
  }
}
