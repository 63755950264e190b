/** A whole engine over a folder of drawn images, for the tests of duplicates. */
import { copyFile, cp, mkdir, mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { MethodInput, MethodName, MethodResult } from '../../contract/contract.ts';
import type { DuplicateGroup } from '../../contract/duplicates.ts';
import { invoke } from '../../contract/rpc/server.ts';
import { createEngine, type Engine } from '../engine.ts';
import { seededRandom } from '../numbers/random.ts';

const modelsDir = path.resolve(import.meta.dirname, '../../../models');

export interface DuplicatesBench {
  readonly root: string;
  call<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>>;
  /** Imports a folder or table below the root, then looks for duplicates, and waits for both. */
  import(relative: string): Promise<void>;
  /** Every group of a list, by the skus of its members in order. */
  groups(params?: MethodInput<'duplicates.list'>): Promise<(DuplicateGroup & { skus: string[] })[]>;
  id(sku: string): Promise<number>;
  /** A drawing whose look depends on `seed` alone. */
  draw(relative: string, seed: number, change?: (image: Sharp) => Sharp): Promise<void>;
  write(relative: string, text: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(relative: string): Promise<void>;
  /** Closes the library and opens another, or the same again. */
  reopen(name?: string): Promise<void>;
  /** Keeps everything as it is now, to begin from again. */
  save(): Promise<void>;
  /** Goes back to what was saved. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function openDuplicatesBench(): Promise<DuplicatesBench> {
  const root = await mkdtemp(path.join(tmpdir(), 'lookalike-duplicates-'));
  const open = (name: string): Promise<Engine> =>
    createEngine({ home: path.join(root, 'home'), modelsDir, library: path.join(root, name), create: true });
  const saved = `${root}-saved`;
  const copying = { recursive: true, preserveTimestamps: true };
  const firstLibrary = 'library';
  let library = firstLibrary;
  let engine = await open(library);
  const never = new AbortController().signal;
  const at = (relative: string): string => path.join(root, relative);
  const bench: DuplicatesBench = {
    root,
    call: async (method, params) => (await invoke(engine.handlers, method, params, never)) as never,
    async import(relative) {
      await finish(bench, (await bench.call('ingest.start', { path: at(relative) })).jobId);
      await finish(bench, (await bench.call('duplicates.scan', {})).jobId);
    },
    async groups(params = {}) {
      const { groups } = await bench.call('duplicates.list', { limit: 500, ...params });
      return groups.map((group) => ({ ...group, skus: group.members.map(({ sku }) => sku).sort() }));
    },
    id: async (sku) => (await bench.call('catalog.productBySku', { sku })).id,
    async draw(relative, seed, change = (image) => image) {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), await change(drawing(seed)).toFormat('jpeg', { quality: 90 }).toBuffer());
    },
    async write(relative, text) {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), text);
    },
    copy: (from, to) => copyFile(at(from), at(to)),
    move: (from, to) => rename(at(from), at(to)),
    remove: (relative) => unlink(at(relative)),
    async reopen(name = library) {
      await engine.close();
      library = name;
      engine = await open(library);
    },
    async save() {
      await engine.close();
      await cp(root, saved, copying);
      engine = await open(library);
    },
    async restore() {
      await engine.close();
      await rm(root, { recursive: true, force: true });
      await cp(saved, root, copying);
      library = firstLibrary;
      engine = await open(library);
    },
    async close() {
      await engine.close();
      for (const dir of [root, saved]) await rm(dir, { recursive: true, force: true });
    },
  };
  return bench;
}

async function finish(bench: DuplicatesBench, jobId: number): Promise<void> {
  for (;;) {
    const job = await bench.call('jobs.get', { id: jobId });
    if (job.state === 'done') return;
    if (job.state !== 'queued' && job.state !== 'running')
      throw new Error(`${job.kind} ${job.state}: ${job.error?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Shapes on a plain ground, enough of them that no two seeds look alike. */
function drawing(seed: number): Sharp {
  const random = seededRandom(seed * 7919 + 1);
  const colour = (): string =>
    `hsl(${Math.floor(random() * 360)},${40 + Math.floor(random() * 50)}%,${20 + Math.floor(random() * 60)}%)`;
  const number = (from: number, to: number): number => Math.round(from + random() * (to - from));
  const shapes = Array.from({ length: 9 }, () =>
    random() < 0.5
      ? `<ellipse cx="${number(10, 90)}" cy="${number(10, 90)}" rx="${number(5, 26)}" ry="${number(5, 26)}" fill="${colour()}"/>`
      : `<rect x="${number(0, 75)}" y="${number(0, 75)}" width="${number(6, 40)}" height="${number(6, 40)}" fill="${colour()}" transform="rotate(${number(0, 90)} 50 50)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="300" viewBox="0 0 100 100" preserveAspectRatio="none"><rect width="100" height="100" fill="${colour()}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}
