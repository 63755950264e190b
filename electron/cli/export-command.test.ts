/** `export` as it is typed: real command lines over a real engine and library, and the launcher itself for its exit codes. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Change, type ExportFormat, type ExportResult, exportFormats } from '../contract/exchange.ts';
import { QuietTerminal } from './testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-export-'));
const at = (name: string): string => path.join(dir, name);
const place = { home: at('home'), modelsDir: path.resolve(import.meta.dirname, '../../models') };
const library = at('library');
const shop = at('shop.csv');
const other = at('other.csv');

/** Semicolons, Windows line ends, Latin-1: what must come back as it was. */
const text = [
  'Handle;Title;Vendor;Variant SKU;Variant Price;Status',
  'tee;Seidenshirt für Damen;Acme;T-1;12,50;active',
  'bag;"Tasche; groß";Nova;B-1;59,00;active',
  'hat;Hut;;H-1;25,00;active',
  '',
].join('\r\n');

async function run(...args: string[]): Promise<unknown> {
  const terminal = new QuietTerminal(place);
  await terminal.run(...args);
  return terminal.printed[0];
}

const exported = (...args: string[]): Promise<ExportResult> =>
  run('export', '--library', library, ...args) as Promise<ExportResult>;
const changes = async (...args: string[]): Promise<(Change & { source: string })[]> =>
  ((await run('export', '--library', library, '--changes', ...args)) as { changes: (Change & { source: string })[] })
    .changes;
const latin = (file: string): string => readFileSync(file, 'latin1');

beforeAll(async () => {
  writeFileSync(shop, text, 'latin1');
  await run('import', shop, '--library', library);
  await new QuietTerminal(place).ask(
    async (client) => {
      const { id } = await client.call('catalog.productBySku', { sku: 'bag' });
      const hat = await client.call('catalog.productBySku', { sku: 'hat' });
      await client.call('exchange.edit', {
        edits: [
          { productId: id, field: 'title', value: 'Tasche; sehr groß' },
          { productId: id, field: 'price', value: '61.5' },
          { productId: id, field: 'attribute:Origin', value: 'Italy' },
        ],
        by: 'Ann',
      });
      await client.call('exchange.setRemoved', { productIds: [hat.id], removed: true, by: 'Ann' });
    },
    library,
    'write',
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('--changes prints what would be written, and writes nothing', async () => {
  const before = readdirSync(dir);
  const all = await changes();
  expect(readdirSync(dir)).toEqual(before);
  expect(
    all.map(({ source, sku, kind, cells, refused }) => [source, sku, kind, cells.map((c) => c.after), refused]),
  ).toEqual([
    [shop, 'bag', 'title', ['Tasche; sehr groß'], null],
    [shop, 'bag', 'price', ['61,50'], null],
    [shop, 'bag', 'attribute', ['Italy'], 'no-column'],
    [shop, 'hat', 'removed', ['archived'], null],
  ]);
  expect(all[0]).toMatchObject({ by: 'Ann', why: 'edited', ticked: true, exported: null });
  expect((await changes('--removed', 'leave')).map(({ kind }) => kind)).not.toContain('removed');
  expect((await changes('--removed', 'delete')).find(({ kind }) => kind === 'removed')).toMatchObject({ rows: 1 });
  expect((await changes('--new-columns')).find(({ kind }) => kind === 'attribute')?.refused).toBeNull();
});

test('--column says where a kind of change is written, for this one file', async () => {
  const cell = async (...args: string[]): Promise<unknown> =>
    (await changes(...args)).find(({ sku, kind }) => sku === 'bag' && kind !== 'price')?.cells[0]?.column;
  expect(await cell('--column', 'title=Vendor')).toBe('Vendor');
  expect(await cell()).toBe('Title');
  const added = await changes('--column', 'attribute:Origin=+Made in: where');
  expect(added.find(({ kind }) => kind === 'attribute')).toMatchObject({
    refused: null,
    cells: [{ column: 'Made in: where', after: 'Italy' }],
  });
  await expect(changes('--column', 'title=Nowhere')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  for (const wrong of ['title', 'titel=Vendor', 'attribute=Vendor', 'title:Origin=Vendor', 'merged=Status']) {
    await expect(changes('--column', wrong)).rejects.toThrow('Write it as');
  }
});

test('the same table comes back with changed cells only, or as it was', async () => {
  const result = await exported('--out', at('back.csv'));
  expect(result).toMatchObject({ path: at('back.csv'), format: 'source', changes: 3, cells: 3 });
  expect(result.refused).toEqual([{ sku: 'bag', column: 'attribute', why: 'no-column' }]);
  expect(latin(at('back.csv'))).toBe(
    text
      .replace('"Tasche; groß";Nova;B-1;59,00', '"Tasche; sehr groß";Nova;B-1;61,50')
      .replace('25,00;active', '25,00;archived'),
  );
  expect((await changes()).filter(({ exported: log }) => log?.path === at('back.csv'))).toHaveLength(3);

  await exported('--out', at('as-it-was.csv'), '--unchanged');
  expect(latin(at('as-it-was.csv'))).toBe(text);
  await exported('--out', at('wider.csv'), '--new-columns', '--removed', 'delete');
  expect(
    latin(at('wider.csv'))
      .split('\r\n')
      .map((line) => line.split(';').at(-1)),
  ).toEqual(['Origin', '', 'Italy', '']);
});

const forms: Record<Exclude<ExportFormat, 'source'>, (bytes: Buffer) => void> = {
  shopify: (bytes) => expect(bytes.toString()).toMatch(/^Handle,Title,[\s\S]*"?Tasche; sehr groß"?/),
  woocommerce: (bytes) => expect(bytes.toString()).toMatch(/^Type,SKU,[\s\S]*\nsimple,B-1,,Tasche; sehr groß,/),
  google: (bytes) => expect(bytes.toString()).toMatch(/^id\titem_group_id\ttitle\t[\s\S]*\nB-1\t\tTasche; sehr groß\t/),
  xlsx: (bytes) => expect(bytes.subarray(0, 2).toString()).toBe('PK'),
  jsonl: (bytes) =>
    expect(
      bytes
        .toString()
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { title: string }).title),
    ).toContain('Tasche; sehr groß'),
};

test.each(exportFormats.filter((format) => format !== 'source'))('%s is written whole', async (format) => {
  const out = at(`all.${format}`);
  const result = await exported('--format', format, '--out', out);
  // The hat was taken out.
  expect(result).toMatchObject({ path: out, format, products: 2, changes: 0 });
  const bytes = readFileSync(out);
  expect(bytes.length).toBe(result.bytes);
  forms[format](bytes);
});

test('vectors come with JSON Lines, if asked', async () => {
  await exported('--format', 'jsonl', '--out', at('vectors.jsonl'), '--vectors');
  const [first] = readFileSync(at('vectors.jsonl'), 'utf8').split('\n');
  const [text] = (JSON.parse(first ?? '{}') as { vectors: { kind: string; vector: number[] }[] }).vectors;
  expect([text?.kind, Math.hypot(...(text?.vector ?? []))]).toEqual(['text', expect.closeTo(1, 2)]);
  expect(readFileSync(at('all.jsonl'), 'utf8')).not.toContain('"vectors"');
});

test('what hinders it is said, and nothing is written', async () => {
  await expect(exported('--out', at('back.csv'))).rejects.toMatchObject({ code: 'CONFLICT' });
  await exported('--out', at('back.csv'), '--overwrite');
  await expect(exported('--source', 'nowhere.csv')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining(shop),
  });
  await expect(exported('--out', at('no/such/folder.csv'))).rejects.toMatchObject({ details: { why: 'not-written' } });
  await expect(exported('--format', 'pdf')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  await expect(run('export', '--library', at('none'))).rejects.toMatchObject({ code: 'LIBRARY_MISSING' });
  expect(existsSync(at('no'))).toBe(false);

  writeFileSync(other, 'sku,title\nX-1,Other thing\n');
  await run('import', other, '--library', library);
  await expect(exported('--out', at('which.csv'))).rejects.toMatchObject({ details: { why: 'which-table' } });
  await exported('--source', other, '--out', at('which.csv'));
  expect(readFileSync(at('which.csv'), 'utf8')).toBe(readFileSync(other, 'utf8'));

  const renamed = at('other (2).csv');
  writeFileSync(renamed, readFileSync(other));
  await run('import', renamed, '--library', library, '--replaces', other);
  await expect(exported('--source', other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await run('import', other, '--library', library, '--replaces', renamed);

  writeFileSync(shop, text.replace('Hut', 'Filzhut'), 'latin1');
  await expect(exported('--source', shop, '--out', at('stale.csv'))).rejects.toMatchObject({
    details: { why: 'source-changed' },
  });
  expect(existsSync(at('stale.csv'))).toBe(false);
});

test('the launcher prints one JSON value, and an error with its exit code', async () => {
  const launcher = path.join(import.meta.dirname, 'lookalike.mjs');
  const env = { ...process.env, LOOKALIKE_HOME: place.home };
  const lookalike = (...args: string[]) =>
    new Promise<{ code: unknown; out: string; error: string }>((resolve) => {
      execFile(process.execPath, [launcher, 'export', '--library', library, ...args], { env }, (failure, out, error) =>
        resolve({ code: failure?.code ?? 0, out, error }),
      );
    });
  const good = await lookalike('--source', other, '--out', at('launched.csv'));
  expect([good.code, JSON.parse(good.out)]).toMatchObject([0, { path: at('launched.csv'), cells: 0 }]);
  const bad = await lookalike('--source', other, '--out', at('launched.csv'));
  expect([bad.code, bad.out, JSON.parse(bad.error.trim().split('\n').at(-1) ?? '').error.code]).toEqual([
    1,
    '',
    'CONFLICT',
  ]);
});
