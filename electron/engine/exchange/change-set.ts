/**
 * Everything that people changed over one source, as changes of its table. It is made from what is stored (edits, decisions on tags, merges,
 * removals) each time something changed; nothing is written down twice.
 */
import { stat } from 'node:fs/promises';
import type { ChangeSource, ExportChoices } from '../../contract/exchange.ts';
import { type TableFormat, tableFormats } from '../../contract/ingest.ts';
import type { Catalog, MergeRow } from '../catalog/catalog.ts';
import { sha256Of } from '../files/checksum.ts';
import { createPause } from '../jobs/slices.ts';
import type { ChangeRepo } from './change-repo.ts';
import { chosenColumn } from './choices.ts';
import { composeChanges, type ListedProduct, type MergedIn, type Said } from './compose.ts';
import type { PlannedChange } from './planned-change.ts';
import { columnHabits, type SourceTable, sourceTable } from './source-table.ts';

export interface ChangeSet {
  readonly table: SourceTable | undefined;
  readonly changes: readonly PlannedChange[];
}

/** Adding columns is decided when the file is written. */
export type SetChoices = Omit<ExportChoices, 'newColumns'>;

interface Stamp {
  readonly bytes: number;
  readonly changedMs: number;
  readonly sha256: string;
}

export class ChangeSets {
  readonly #catalog: Catalog;
  readonly #repo: ChangeRepo;
  readonly #stop: () => void;
  readonly #stamps = new Map<string, Stamp>();
  #version = 0;
  /** The latest of each source. */
  readonly #made = new Map<number, { readonly key: string; readonly set: Promise<ChangeSet> }>();

  constructor(catalog: Catalog, repo: ChangeRepo) {
    this.#catalog = catalog;
    this.#repo = repo;
    this.#stop = catalog.onChange(() => {
      this.#version++;
    });
  }

  close(): void {
    this.#stop();
  }

  /** What was read again is another table, whatever else changed. @throws {AppError} `NOT_FOUND` */
  of(sourceId: number, { merged, removed, columns }: SetChoices): Promise<ChangeSet> {
    const { sha256 = '' } = this.#catalog.sourceRows.header(sourceId)?.writing ?? {};
    const choices: SetChoices = { merged, removed, columns };
    const key = `${this.#version} ${JSON.stringify(choices)} ${sha256}`;
    const made = this.#made.get(sourceId);
    if (made?.key === key) return made.set;
    const set = this.#make(sourceId, choices);
    this.#made.set(sourceId, { key, set });
    set.catch(() => this.#made.delete(sourceId));
    return set;
  }

  /** @throws {AppError} `NOT_FOUND` */
  async source(sourceId: number): Promise<ChangeSource> {
    const source = this.#catalog.sources.get(sourceId);
    const header = this.#catalog.sourceRows.header(sourceId);
    const format = tableFormats.find((name): name is TableFormat => name === header?.format) ?? 'table';
    return {
      sourceId,
      path: source.path,
      kind: source.kind,
      format,
      encoding: header?.encoding ?? '',
      state: await this.#state(sourceId),
    };
  }

  async #state(sourceId: number): Promise<ChangeSource['state']> {
    const source = this.#catalog.sources.get(sourceId);
    if (source.kind === 'folder') return 'folder';
    const writing = this.#catalog.sourceRows.header(sourceId)?.writing;
    if (writing === undefined) return 'unread';
    const stats = await stat(source.path).catch(() => undefined);
    if (stats === undefined) return 'gone';
    if (stats.size !== writing.bytes) return 'changed';
    const known = this.#stamps.get(source.path);
    const sha256 =
      known?.bytes === stats.size && known.changedMs === stats.ctimeMs
        ? known.sha256
        : await sha256Of(source.path).catch(() => '');
    this.#stamps.set(source.path, { bytes: stats.size, changedMs: stats.ctimeMs, sha256 });
    return sha256 === writing.sha256 ? 'ready' : 'changed';
  }

  async #make(sourceId: number, choices: SetChoices): Promise<ChangeSet> {
    const table = sourceTable(this.#catalog, sourceId);
    if (table === undefined) return { table, changes: [] };
    const said = this.#said(sourceId);
    if (said.size === 0) return { table, changes: [] };
    const habits = await columnHabits(this.#catalog, table, chosenColumn(table, choices.columns, 'price', '')?.column);
    const pause = createPause();
    const changes: PlannedChange[] = [];
    for (const productId of [...said.keys()].sort((a, b) => a - b)) {
      const own = said.get(productId)?.();
      if (own !== undefined) changes.push(...composeChanges(table, habits, own, choices));
      await pause();
    }
    return { table, changes };
  }

  /** Products of the source of which something was said, each read when it is its turn. */
  #said(sourceId: number): Map<number, () => Said | undefined> {
    const catalog = this.#catalog;
    const productOfKey = this.#repo.keysOf(sourceId);
    const keyOf = new Map([...productOfKey].map(([key, product]) => [product, key]));
    const edits = Map.groupBy(catalog.edits.all(), ({ productKey }) => productOfKey.get(productKey));
    const removals = new Map(
      catalog.edits.removals().map((removal) => [productOfKey.get(removal.productKey), removal]),
    );
    const tags = Map.groupBy(this.#repo.decidedTags(sourceId), ({ productId }) => productId);
    const keys = [...productOfKey.keys()];
    const merges = catalog.storedMerges.touching(keys);
    const merged = new Map<number, MergeRow>();
    const members = new Map<number, MergeRow[]>();
    for (const row of merges) {
      const member = productOfKey.get(row.memberKey);
      if (member !== undefined) merged.set(member, row);
      const keeper = productOfKey.get(row.keeperKey);
      if (keeper !== undefined) members.set(keeper, [...(members.get(keeper) ?? []), row]);
    }
    const concerned = new Set([
      ...[...edits.keys(), ...removals.keys()].flatMap((id) => id ?? []),
      ...tags.keys(),
      ...merged.keys(),
      ...members.keys(),
    ]);
    const productOf = (key: number): ListedProduct | undefined => {
      const id = catalog.keys.productOf(key);
      return id === undefined ? undefined : this.#listed(id);
    };
    const read = (id: number) => (): Said | undefined => {
      const product = this.#listed(id);
      if (product === undefined) return undefined;
      const row = merged.get(id);
      const keeper = row === undefined ? undefined : productOf(row.keeperKey);
      return {
        product,
        edits: edits.get(id) ?? [],
        tags: tags.get(id) ?? [],
        removal: removals.get(id),
        keeper: row === undefined || keeper === undefined ? undefined : { row, title: keeper.title, sku: keeper.sku },
        members: (members.get(id) ?? []).flatMap((own) => this.#member(own) ?? []),
        productOfKey: (key) => (key === keyOf.get(id) ? product : productOf(key)),
      };
    };
    return new Map([...concerned].map((id) => [id, read(id)]));
  }

  #member(row: MergeRow): MergedIn | undefined {
    const id = this.#catalog.keys.productOf(row.memberKey);
    const product = id === undefined ? undefined : this.#listed(id);
    if (id === undefined || product === undefined) return undefined;
    const tags = this.#catalog.products.asListed(id).tags.filter(({ provenance }) => provenance !== 'rejected');
    return { row, product, tags };
  }

  #listed(id: number): ListedProduct | undefined {
    const product = this.#catalog.products.listed(id);
    return product === undefined ? undefined : { ...product, rows: this.#catalog.sourceRows.ofProduct(id) };
  }
}
