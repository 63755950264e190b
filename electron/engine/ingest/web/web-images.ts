/**
 * The images that tables name by address: noted while a table is read, and found in the library once they have been fetched. An image is
 * kept by its content, so what several addresses give is there once.
 */
import { mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '../../db/database.ts';
import type { FetchedImage } from '../../fetching/fetch-outcome.ts';
import { seemsOwnNetwork } from '../../fetching/own-network.ts';
import { usualBytes, type WebLookUp } from './web-address.ts';
import { type WebImage, WebImageRepo } from './web-image-repo.ts';

const hostsListed = 50;

export interface WebImageSummary {
  readonly sourceId: number;
  readonly waiting: number;
  readonly failed: number;
  readonly here: number;
  /** Of those that wait, an estimate [bytes]. */
  readonly bytes: number;
  readonly hosts: { readonly host: string; readonly count: number; readonly ownNetwork: boolean }[];
  readonly hostCount: number;
  readonly refused: { readonly host: string; readonly count: number }[];
  readonly allowed: string[];
}

export class WebImages {
  readonly repo: WebImageRepo;
  readonly dir: string;
  readonly #database: Database;

  constructor(database: Database, libraryDir: string) {
    this.#database = database;
    this.repo = new WebImageRepo(database);
    this.dir = path.join(libraryDir, 'web');
  }

  get partsDir(): string {
    return path.join(this.dir, 'parts');
  }

  /** What was being written when the process ended. To be called before anything is fetched. */
  removeParts(): void {
    rmSync(this.partsDir, { recursive: true, force: true });
  }

  /** Files of the catalog that were fetched stay so when the folder of the library was moved or copied elsewhere. */
  followMove(): void {
    const [known] = this.repo.fetchedPaths(1);
    const before = known === undefined ? undefined : path.dirname(path.dirname(known));
    if (before === undefined || before === this.dir || path.basename(before) !== path.basename(this.dir)) return;
    const real = realpathSync(path.dirname(this.dir));
    this.repo.movePaths(before + path.sep, this.dir + path.sep, path.join(real, path.basename(this.dir)) + path.sep);
  }

  readonly lookUp: WebLookUp = (address) => {
    const found = this.repo.find(address);
    if (found?.state === 'here') return { kind: 'file', path: this.#pathOf(found) };
    if (found?.state !== 'failed' || found.failureCode === null) return undefined;
    return { kind: 'failed', code: found.failureCode, reason: found.failureReason ?? '' };
  };

  /** Notes what the source names; answers the ids. */
  name(sourceId: number, addresses: readonly string[]): number[] {
    if (addresses.length === 0) return [];
    const named = addresses.map((address) => ({ address, host: new URL(address).host }));
    return this.#database.transaction(() => this.repo.name(sourceId, named));
  }

  /** Whether a file is kept here for an address, and for which. */
  addressOf(file: string, sourceId: number): string | undefined {
    if (!this.holds(file)) return undefined;
    return this.repo.addressOf(path.basename(file).replace(/\..*$/, ''), sourceId);
  }

  holds(file: string): boolean {
    return file.startsWith(this.dir + path.sep);
  }

  /** Puts what was fetched in its place, and says so, without giving way in between: nobody sees the one without the other. */
  keep(id: number, { part, ...content }: FetchedImage): void {
    const file = this.#pathOf(content);
    if (statSync(file, { throwIfNoEntry: false })?.size === content.bytes) {
      rmSync(part, { force: true });
    } else {
      mkdirSync(path.dirname(file), { recursive: true });
      renameSync(part, file);
    }
    this.repo.setHere(id, content);
  }

  summary(): WebImageSummary[] {
    const counts = this.repo.counts();
    return [...new Set(counts.map(({ sourceId }) => sourceId))].map((sourceId) => {
      const of = (...states: WebImage['state'][]): number =>
        counts
          .filter((row) => row.sourceId === sourceId && states.includes(row.state))
          .reduce((sum, { count }) => sum + count, 0);
      const waiting = of('named', 'wanted');
      const hosts = this.repo.hosts(sourceId, 'waiting');
      const refused = this.repo.hosts(sourceId, 'failed').filter((one) => one.refused > 0);
      return {
        sourceId,
        waiting,
        failed: of('failed'),
        here: of('here'),
        bytes: this.estimate(waiting),
        hosts: hosts
          .slice(0, hostsListed)
          .map(({ host, count }) => ({ host, count, ownNetwork: seemsOwnNetwork(host) })),
        hostCount: hosts.length,
        refused: refused.map(({ host, refused: count }) => ({ host, count })),
        allowed: this.repo.allowedHosts(sourceId),
      };
    });
  }

  /** What so many images will take, as far as can be told without asking anybody [bytes]. */
  estimate(count: number): number {
    return Math.round(count * (this.repo.typicalBytes() ?? usualBytes));
  }

  #pathOf({ contentHash, extension }: Pick<WebImage, 'contentHash' | 'extension'>): string {
    const hash = contentHash ?? '';
    return path.join(this.dir, hash.slice(0, 2), `${hash}.${extension ?? 'jpg'}`);
  }
}
