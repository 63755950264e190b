/** Models that are not in use but asked for a while, to compare them on judged queries: their vectors, and a search over them. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Encoders } from '../encoders/index.ts';
import { linkVectors } from '../ingest/link-vectors.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { LibraryScales } from '../search/library-scales.ts';
import { Search } from '../search/search.ts';
import type { Holdings } from '../vector/holdings.ts';
import { completeScope } from './complete-scope.ts';
import { openSideVectors } from './side-vectors.ts';

export interface GuestModelsDependencies {
  readonly dir: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly holdings: Holdings;
  readonly encoders: Encoders;
  /** Keeps a model open, and from being removed, until what is answered is called. */
  readonly hold: (modelId: string) => () => Promise<void>;
  readonly log: (text: string) => void;
}

interface Guest {
  readonly search: Search;
  close(): Promise<void>;
}

interface Visit {
  readonly guest: Promise<Guest>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** How long a model that nobody asks is kept open. */
const keptMs = 120_000;

export class GuestModels {
  readonly #deps: GuestModelsDependencies;
  readonly #visits = new Map<string, Visit>();

  constructor(deps: GuestModelsDependencies) {
    this.#deps = deps;
  }

  /** Has `work` ask another model. @throws {AppError} `MODEL_*`; `CONFLICT` while its vectors are not complete */
  async with<T>(modelId: string, work: (search: Search) => Promise<T>): Promise<T> {
    const visit = this.#visits.get(modelId) ?? this.#invite(modelId);
    clearTimeout(visit.timer);
    visit.users++;
    const release = this.#deps.hold(modelId);
    try {
      return await work((await visit.guest).search);
    } finally {
      await release();
      visit.users--;
      if (visit.users === 0) {
        visit.timer = setTimeout(() => void this.close(modelId), keptMs);
        visit.timer.unref();
      }
    }
  }

  isAsked(modelId: string): boolean {
    return (this.#visits.get(modelId)?.users ?? 0) > 0;
  }

  /** One of them, or all when none is named. Nobody may be asking. */
  async close(modelId?: string): Promise<void> {
    for (const [id, { guest, timer }] of this.#visits) {
      if (modelId !== undefined && id !== modelId) continue;
      clearTimeout(timer);
      this.#visits.delete(id);
      await guest.then(
        (opened) => opened.close(),
        () => undefined,
      );
    }
  }

  #invite(modelId: string): Visit {
    const guest = this.#open(modelId);
    guest.catch(() => this.#visits.delete(modelId));
    const visit = { guest, users: 0, timer: undefined };
    this.#visits.set(modelId, visit);
    return visit;
  }

  async #open(modelId: string): Promise<Guest> {
    const { dir, database, catalog, view, holdings, encoders } = this.#deps;
    const scope = await completeScope(encoders, holdings, modelId);
    const model = encoders.model(modelId);
    const { vectors, catchUp } = await openSideVectors(this.#deps, scope);
    catchUp();
    const unlink = linkVectors(catalog, vectors);
    const release = model.hold();
    const scales = new LibraryScales(view, vectors);
    const search = new Search({ database, catalog, view, vectors, encoders: model, scales, libraryDir: dir });
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
