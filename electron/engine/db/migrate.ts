/**
 * Brings a library to the schema of this version, one migration a file, each in a transaction of its own. A library written by a newer
 * version is refused, never guessed at; a migration that fails leaves the library as it was.
 */
import { AppError } from '../../contract/errors.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

export interface Migration {
  /** Numbered in tens; stored as `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const schemaVersion: number = migrations.at(-1)?.version ?? 0;

export function migrate(
  database: Database,
  options: { readonly readOnly: boolean; readonly file: string },
  steps: readonly Migration[] = migrations,
): void {
  const found = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const known = steps.at(-1)?.version ?? 0;
  if (found > known) {
    throw new AppError(
      'LIBRARY_NEWER',
      `${options.file} was written by a newer Lookalike (schema ${found}, this one knows ${known}). Update Lookalike to open it.`,
      { details: { file: options.file, found, known } },
    );
  }
  const missing = steps.filter((migration) => migration.version > found);
  if (missing.length > 0 && options.readOnly) {
    throw new AppError(
      'LIBRARY_OLDER',
      `${options.file} is from an older Lookalike. Open it in the app once, where it may be changed, to bring it up to date.`,
      {
        details: { file: options.file, found, known },
      },
    );
  }
  for (const migration of missing) {
    database.transaction(() => {
      database.exec(migration.sql);
      database.exec(`PRAGMA user_version = ${migration.version}`);
    });
  }
}
