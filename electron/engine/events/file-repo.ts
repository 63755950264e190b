/** The SQL of files that events came from, of what was said of their columns, and of the settings of this domain. */
import { z } from 'zod';
import {
  type EventMapping,
  type EventSummary,
  type EventsResult,
  eventFormSchema,
  eventMappingSchema,
  eventsResultSchema,
} from '../../contract/events.ts';
import type { Database } from '../db/database.ts';

export interface StoredFile {
  readonly id: number;
  readonly reading: string;
  readonly finished: boolean;
  readonly result: EventsResult | null;
  readonly importedAt: string;
}

interface FileRow {
  readonly id: number;
  readonly name: string;
  readonly form: string;
  readonly reading: string;
  readonly finished: number;
  readonly result: string | null;
  readonly importedAt: string;
}

const selectFiles = 'SELECT id, name, form, reading, finished, result, imported_at AS importedAt FROM event_files';
const sealedSchema = z.record(z.string(), z.int());

export class EventFileRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  find(sha256: string): StoredFile | undefined {
    const row = this.#db.get<FileRow>(`${selectFiles} WHERE sha256 = ?`, sha256);
    if (row === undefined) return undefined;
    return { ...row, finished: row.finished === 1, result: resultOf(row.result) };
  }

  /** The id of the file, whose rows are about to come in. */
  begin(file: { sha256: string; name: string; form: string; reading: string }): number {
    const { sha256, name, form, reading } = file;
    const row = this.#db.put<{ id: number }>(
      `INSERT INTO event_files (sha256, name, form, reading, imported_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, form = excluded.form, reading = excluded.reading,
         imported_at = excluded.imported_at, finished = 0, result = NULL RETURNING id`,
      ...[sha256, name, form, reading, new Date().toISOString()],
    );
    return (row as { id: number }).id;
  }

  finish(id: number, result: EventsResult): void {
    this.#db.run('UPDATE event_files SET finished = 1, result = ? WHERE id = ?', JSON.stringify(result), id);
  }

  /** Newest first. */
  list(): EventSummary['files'] {
    return this.#db.all<FileRow>(`${selectFiles} ORDER BY id DESC`).map(({ id, name, form, importedAt, result }) => {
      return { id, name, form: eventFormSchema.catch('table').parse(form), importedAt, result: resultOf(result) };
    });
  }

  has(id: number): boolean {
    return this.#db.get('SELECT 1 AS found FROM event_files WHERE id = ?', id) !== undefined;
  }

  remove(id: number | undefined): void {
    if (id === undefined) this.#db.run('DELETE FROM event_files');
    else this.#db.run('DELETE FROM event_files WHERE id = ?', id);
  }

  mapping(header: string): EventMapping | undefined {
    const row = this.#db.get<{ mapping: string }>('SELECT mapping FROM event_mappings WHERE header = ?', header);
    return row === undefined ? undefined : eventMappingSchema.catch([]).parse(JSON.parse(row.mapping));
  }

  putMapping(header: string, mapping: EventMapping): void {
    this.#db.run(
      'INSERT INTO event_mappings (header, mapping) VALUES (?, ?) ON CONFLICT (header) DO UPDATE SET mapping = excluded.mapping',
      header,
      JSON.stringify(mapping),
    );
  }

  key(): Buffer | undefined {
    const text = this.#setting('key');
    return text === undefined ? undefined : Buffer.from(text, 'hex');
  }

  putKey(key: Buffer): void {
    this.#put('key', key.toString('hex'));
  }

  removeKey(): void {
    this.#db.run(`DELETE FROM event_settings WHERE key = 'key'`);
  }

  /** Up to when events of each kind came in under keys that are gone. */
  sealed(): Record<string, number> {
    return sealedSchema.catch({}).parse(JSON.parse(this.#setting('sealed') ?? '{}'));
  }

  putSealed(sealed: Readonly<Record<string, number>>): void {
    this.#put('sealed', JSON.stringify(sealed));
  }

  retentionDays(): number | null {
    const text = this.#setting('retention');
    return text === undefined ? null : Number(text);
  }

  putRetentionDays(days: number | null): void {
    if (days === null) this.#db.run(`DELETE FROM event_settings WHERE key = 'retention'`);
    else this.#put('retention', String(days));
  }

  #setting(key: string): string | undefined {
    return this.#db.get<{ value: string }>('SELECT value FROM event_settings WHERE key = ?', key)?.value;
  }

  #put(key: string, value: string): void {
    this.#db.run(
      'INSERT INTO event_settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }
}

function resultOf(text: string | null): EventsResult | null {
  return text === null ? null : eventsResultSchema.nullable().catch(null).parse(JSON.parse(text));
}
