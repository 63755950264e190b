/** A real, empty catalog in a temporary folder for tests, with short ways to put things into it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { Catalog } from './catalog.ts';
import type { ProductDraft, VariantDraft } from './types.ts';

export interface TestCatalog {
  readonly dir: string;
  readonly database: Database;
  readonly hub: EventHub;
  readonly catalog: Catalog;
  close(): void;
}

export function openTestCatalog(): TestCatalog {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-catalog-'));
  const database = openDatabase(dir, { create: true });
  const hub = new EventHub();
  const catalog = new Catalog(database, { hub, libraryDir: dir });
  return {
    dir,
    database,
    hub,
    catalog,
    close() {
      catalog.close();
      database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function draft(sku: string, more: Partial<ProductDraft> = {}): ProductDraft {
  return {
    sku,
    title: `Product ${sku}`,
    description: '',
    price: null,
    currency: null,
    url: null,
    attributes: {},
    tags: [],
    fileIds: [],
    ...more,
  };
}

export function variant(sku: string, more: Partial<VariantDraft> = {}): VariantDraft {
  return {
    sku,
    options: [],
    price: null,
    sale: null,
    comparePrice: null,
    currency: null,
    stock: null,
    barcode: '',
    line: 2,
    fileId: null,
    ...more,
  };
}

/** sha256-shaped hash made of one hex digit. */
export function fakeHash(digit: string): string {
  return digit.repeat(64);
}

export interface TestFile {
  readonly path: string;
  readonly realPath?: string;
  readonly hash?: string;
  readonly thumb?: 'own' | 'original';
  readonly format?: string;
}

/** A row of `files`, and of `pictures` when it has a hash; answers the file's id. */
export function addFile(database: Database, file: TestFile): number {
  if (file.hash !== undefined) {
    database.run(
      `INSERT OR IGNORE INTO pictures (content_hash, width, height, bytes, format, thumb) VALUES (?, 60, 80, 1000, ?, ?)`,
      file.hash,
      file.format ?? 'jpeg',
      file.thumb ?? 'own',
    );
  }
  return database.run(
    'INSERT INTO files (path, real_path, bytes, modified_ms, content_hash) VALUES (?, ?, 1000, 1, ?)',
    file.path,
    file.realPath ?? file.path,
    file.hash ?? null,
  ).lastInsertRowid;
}
