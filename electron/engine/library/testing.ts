/** For tests of several models in one library: an engine over small models that know colours, and a table of plain images. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { MethodInput, MethodName, MethodResult } from '../../contract/contract.ts';
import type { Job } from '../../contract/jobs.ts';
import { invoke } from '../../contract/rpc/server.ts';
import { writeFamilyModel } from '../encoders/testing/index.ts';
import { createEngine, type Engine } from '../engine.ts';

export const colours = { red: '#c8102e', green: '#1d8a3a', blue: '#1f4fbf', yellow: '#e8c21c', black: '#111111' };

/** What is there before anything is opened: models/starter and models/second know colours, models/wrong mistakes them. */
export interface Workplace {
  readonly root: string;
  readonly modelsDir: string;
  readonly home: string;
  readonly library: string;
  /** Writes a table of `count` products, each with an image of its own of one colour, and answers its path. */
  catalog(name: string, count: number): Promise<string>;
  addModel(folder: string): Promise<void>;
  /** Another with the same models and the same library, whose images stay where they are. */
  copy(): Promise<Workplace>;
  remove(): Promise<void>;
}

/** Folder and what is written there. */
const models = {
  starter: { family: 'clip', id: 'tiny-clip', skill: 'colours' },
  second: { family: 'siglip', id: 'tiny-siglip', skill: 'colours' },
  wrong: { family: 'chinese-clip', id: 'tiny-wrong', skill: 'confused' },
} as const;

/** Each image is wider than the one before, so that no two are the same; from the start in each place, so that none gets large. */
let images = 0;

export async function makeWorkplace(): Promise<Workplace> {
  images = 0;
  const place = placeAt(await mkdtemp(path.join(tmpdir(), 'lookalike-models-')));
  for (const folder of Object.keys(models)) await place.addModel(folder);
  return place;
}

function placeAt(root: string): Workplace {
  const modelsDir = path.join(root, 'models');
  return {
    root,
    modelsDir,
    home: path.join(root, 'home'),
    library: path.join(root, 'library'),
    async catalog(name, count) {
      const folder = path.join(root, name);
      await mkdir(folder, { recursive: true });
      const rows = ['sku,title,image'];
      for (let i = 0; i < count; i++) {
        const [colour, code] = Object.entries(colours)[i % 5] as [string, string];
        const image = sharp({ create: { width: 40 + images++, height: 40, channels: 3, background: code } });
        await writeFile(path.join(folder, `${i}.png`), await image.png({ compressionLevel: 1 }).toBuffer());
        rows.push(`${name}-${i},${i % 2 === 0 ? colour : 'plain'} mug ${name} ${i},${i}.png`);
      }
      const table = path.join(folder, 'products.csv');
      await writeFile(table, rows.join('\n'));
      return table;
    },
    async addModel(folder) {
      const { family, ...options } = models[folder as keyof typeof models];
      await writeFamilyModel(path.join(modelsDir, folder), family, options);
    },
    async copy() {
      const other = placeAt(await mkdtemp(path.join(tmpdir(), 'lookalike-models-')));
      for (const part of ['models', 'library']) {
        await cp(path.join(root, part), path.join(other.root, part), { recursive: true });
      }
      return other;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export interface Session {
  readonly engine: Engine;
  call<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>>;
  /** Resolves with the job as it ended. */
  ended(id: number): Promise<Job>;
  /** Resolves when no job runs or waits. */
  idle(): Promise<void>;
  /** Resolves when the library uses this model. */
  using(modelId: string): Promise<void>;
}

export async function openSession({ home, modelsDir, library }: Workplace): Promise<Session> {
  const engine = await createEngine({ home, modelsDir, library, create: true, log: () => undefined });
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const open = ({ state }: Job): boolean => state === 'queued' || state === 'running';
  const session: Session = {
    engine,
    call: async <M extends MethodName>(method: M, params: MethodInput<M>) =>
      (await invoke(engine.handlers, method, params, new AbortController().signal)) as MethodResult<M>,
    async ended(id) {
      await until(async () => !open(await session.call('jobs.get', { id })));
      return session.call('jobs.get', { id });
    },
    idle: () => until(async () => !(await session.call('jobs.list', {})).some(open)),
    using: (modelId) => until(async () => (await session.call('library.info', {})).modelId === modelId),
  };
  return session;
}
