/** A folder of its own for a test of tables, and what is read there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { previewTable, readTable, type TableOptions, type TableProblem, type TableProduct } from './index.ts';

export interface TableFolder {
  readonly dir: string;
  /** Writes a table and answers its path. */
  table(content: string | Buffer, name?: string): string;
  /** Empty files: only their being there matters. */
  images(...names: string[]): void;
  /** Images of a product, from the folder. */
  names(product: TableProduct | undefined): string[] | undefined;
  remove(): void;
}

export function tableFolder(): TableFolder {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-table-'));
  const write = (content: string | Buffer, name: string): string => {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return {
    dir,
    table: (content, name = 'products.csv') => write(content, name),
    images: (...names) => {
      for (const name of names) write('', name);
    },
    names: (product) => product?.imagePaths.map((file) => path.relative(dir, file)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A new one for each test of a file. */
export function eachTableFolder(): Omit<TableFolder, 'remove'> {
  let folder: TableFolder;
  beforeEach(() => {
    folder = tableFolder();
  });
  afterEach(() => folder.remove());
  return {
    get dir() {
      return folder.dir;
    },
    table: (...args) => folder.table(...args),
    images: (...names) => folder.images(...names),
    names: (product) => folder.names(product),
  };
}

export async function readAll(file: string, options?: TableOptions) {
  const products: TableProduct[] = [];
  const problems: TableProblem[] = [];
  for await (const item of readTable(file, options)) {
    if (item.kind === 'product') products.push(item);
    else problems.push(item);
  }
  return { products, problems };
}

/** And what system wrote it. */
export const readWithFormat = async (file: string) => ({
  ...(await readAll(file)),
  format: (await previewTable(file)).format,
});

export const bySku = (products: readonly TableProduct[]): Map<string, TableProduct> =>
  new Map(products.map((product) => [product.sku, product]));

/** Names of the tags, of one group or of all. */
export const tagNames = (product: TableProduct | undefined, group?: string): string[] | undefined =>
  product?.tags.filter((tag) => group === undefined || tag.group === group).map(({ name }) => name);

export const linesOf = (problems: readonly TableProblem[]): (number | null)[] => problems.map(({ row }) => row);
