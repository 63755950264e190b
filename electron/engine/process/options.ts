/** What a host tells a new engine process on its command line. */
import { parseArgs } from 'node:util';

/** The part of the engine's options that a host decides; all paths are absolute. */
export interface ProcessOptions {
  readonly home: string;
  readonly modelsDir: string;
}

export function formatProcessArgs(options: ProcessOptions): string[] {
  return ['--home', options.home, '--models', options.modelsDir];
}

/** @throws {TypeError} when an option is missing or unknown: only a host's mistake */
export function parseProcessArgs(args: readonly string[]): ProcessOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { home: { type: 'string' }, models: { type: 'string' } },
    strict: true,
  });
  if (values.home === undefined || values.models === undefined) throw new TypeError('--home and --models are required');
  return { home: values.home, modelsDir: values.models };
}
