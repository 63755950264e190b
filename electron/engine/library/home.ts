/** Where Lookalike keeps what is its own: libraries, the sample catalog, downloaded models and the list of recent libraries. */
import path from 'node:path';
import envPaths from 'env-paths';

export interface Home {
  readonly dir: string;
  readonly libraries: string;
  /** Tables that came without a place of their own. */
  readonly tables: string;
  readonly models: string;
  /** Which process has which model at work. */
  readonly modelUses: string;
  /** Files of the generated sample catalog. */
  readonly sampleFiles: string;
  readonly sampleLibrary: string;
  readonly recentFile: string;
  readonly preferencesFile: string;
  /** What index caches are sealed with; see `secretAt`. */
  readonly indexKeyFile: string;
}

/** The folders below `dir`, by default `LOOKALIKE_HOME` or the place the operating system has for application data. */
export function homeAt(dir: string = defaultHomeDir()): Home {
  return {
    dir,
    libraries: path.join(dir, 'libraries'),
    tables: path.join(dir, 'tables'),
    models: path.join(dir, 'models'),
    modelUses: path.join(dir, 'models-in-use'),
    sampleFiles: path.join(dir, 'sample'),
    sampleLibrary: path.join(dir, 'libraries', 'sample'),
    recentFile: path.join(dir, 'recent.json'),
    preferencesFile: path.join(dir, 'preferences.json'),
    indexKeyFile: path.join(dir, 'index-key'),
  };
}

function defaultHomeDir(): string {
  const override = process.env.LOOKALIKE_HOME;
  return override === undefined || override === ''
    ? envPaths('lookalike', { suffix: '' }).data
    : path.resolve(override);
}
