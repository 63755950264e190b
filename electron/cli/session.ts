/** An engine inside this process, asked through the same client as everywhere else. */
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import { type Client, createClient } from '../contract/rpc/client.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import { createEngine } from '../engine/engine.ts';
import { homeAt } from '../engine/library/home.ts';

const modelsDir = path.join(import.meta.dirname, '..', '..', 'models');

export interface SessionOptions {
  readonly library?: string;
  /** Makes the library when it is missing, and may change it; otherwise it is only read, beside an app that may be running. */
  readonly write?: boolean;
  /** Whether writing may make a library; otherwise it must be there. */
  readonly create?: boolean;
  readonly log: (text: string) => void;
}

/** Starts an engine for the time that `use` takes. @throws {AppError} `LIBRARY_*` and what `use` throws */
export async function withEngine<T>(options: SessionOptions, use: (client: Client) => Promise<T>): Promise<T> {
  const write = options.write ?? false;
  const engine = await createEngine({
    home: homeAt().dir,
    modelsDir,
    ...(options.library === undefined ? {} : { library: path.resolve(options.library) }),
    create: options.create ?? write,
    readOnly: !write,
    watch: false,
    log: options.log,
  });
  const [near, far] = createMemoryPair();
  serve(far, engine.handlers, engine.hub);
  const client = createClient(near);
  try {
    return await use(client);
  } finally {
    client.close();
    await engine.close();
  }
}

/** Writes if it can; while another process has the library open, it is read beside it. */
export async function withEngineBeside<T>(options: SessionOptions, use: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await withEngine({ ...options, write: true, create: false }, use);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'LIBRARY_LOCKED')) throw error;
    return withEngine({ ...options, write: false }, use);
  }
}
