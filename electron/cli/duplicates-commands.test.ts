/** `duplicates` and `verdicts` over a small library of drawn images, and once as scripts run them. */
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { duplicateKindSchema, signalSchema, vetoSchema } from '../contract/duplicates.ts';
import type { Client } from '../contract/rpc/client.ts';
import { type DuplicatesRequest, readVerdicts, runDuplicates, withdrawVerdicts } from './duplicates-commands.ts';
import { runImport } from './import-command.ts';
import { QuietTerminal } from './testing.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-cli-duplicates-'));
const at = (...parts: string[]): string => path.join(dir, ...parts);
const home = process.env.LOOKALIKE_HOME;
const silent = { show: () => {}, end: () => {} };

/** Blots on a plain ground; every seed looks its own way. */
function draw(seed: number) {
  const number = (n: number, below: number): number => (seed * 7919 + n * 104_729 + seed * n * 31) % below;
  const blots = Array.from(
    { length: 8 },
    (_, n) =>
      `<ellipse cx="${number(n, 90)}" cy="${number(n + 20, 90)}" rx="${6 + number(n + 40, 22)}" ry="${6 + number(n + 60, 22)}"
        fill="hsl(${number(n + 80, 360)},70%,${25 + number(n + 100, 50)}%)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="240" viewBox="0 0 100 100" preserveAspectRatio="none">
    <rect width="100" height="100" fill="hsl(${number(7, 360)},20%,92%)"/>${blots.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' });
}

const into = <T>(library: string, use: (client: Client) => Promise<T>): Promise<T> =>
  new QuietTerminal().ask(use, at(library), 'create');

async function makeLibrary(name: string): Promise<void> {
  const never = new AbortController().signal;
  await into(name, async (client) => {
    await runImport(client, at('shop.csv'), {}, silent, never);
    await runDuplicates(client, all, silent);
  });
}

const all: DuplicatesRequest = { kinds: [], settled: 'hide' };

beforeAll(async () => {
  process.env.LOOKALIKE_HOME = at('home');
  mkdirSync(at('photos'));
  for (const seed of [1, 2, 3])
    await draw(seed)
      .jpeg({ quality: 92 })
      .toFile(at('photos', `${seed}.jpg`));
  copyFileSync(at('photos', '1.jpg'), at('photos', '1b.jpg'));
  await draw(1).resize(150).jpeg({ quality: 80 }).toFile(at('photos', '1c.jpg'));
  await draw(2).resize(150).jpeg({ quality: 80 }).toFile(at('photos', '2b.jpg'));
  const rows = [
    ['A1', 'Blue mug', '1'],
    ['A2', 'Blue mug', '1b'],
    ['A3', 'Mug, blue', '1c'],
    ['B1', 'Shower gel 150 ml', '2'],
    ['B2', 'Shower gel 300 ml', '2b'],
    ['C1', 'Lamp', '3'],
  ];
  writeFileSync(
    at('shop.csv'),
    rows.reduce((text, [a, b, c]) => `${text}${a},"${b}",photos/${c}.jpg\n`, 'sku,title,image\n'),
  );
  await makeLibrary('library');
  cpSync(at('library'), at('other'), { recursive: true });
});

afterAll(() => {
  if (home === undefined) delete process.env.LOOKALIKE_HOME;
  else process.env.LOOKALIKE_HOME = home;
  rmSync(dir, { recursive: true, force: true });
});

const answerSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      id: z.string().min(1),
      kind: duplicateKindSchema,
      probability: z.number().min(0).max(1),
      members: z.array(z.strictObject({ sku: z.string(), image: z.string() })),
      pairs: z.array(
        z.strictObject({
          a: z.string(),
          b: z.string(),
          probability: z.number(),
          signals: z.strictObject({
            exact: signalSchema,
            nearIdentical: signalSchema,
            sameProduct: signalSchema,
            sameListing: signalSchema,
          }),
          veto: vetoSchema.nullable(),
        }),
      ),
    }),
  ),
});

test('the answer has the documented shape, and the options narrow it', async () => {
  await into('library', async (client) => {
    const list = async (request: Partial<DuplicatesRequest>) => {
      const answer = answerSchema.parse(await runDuplicates(client, { ...all, ...request }, silent));
      return answer.groups
        .map(
          ({ kind, members }) =>
            `${kind}: ${members
              .map(({ sku }) => sku)
              .sort()
              .join(' ')}`,
        )
        .sort();
    };
    expect(await list({})).toEqual(['near: A1 A2 A3', 'variant: B1 B2']);
    expect(await list({ kinds: ['variant'] })).toEqual(['variant: B1 B2']);
    expect(await list({ kinds: ['exact', 'listing'] })).toEqual([]);
    const [near] = (await runDuplicates(client, { ...all, kinds: ['near'] }, silent)).groups;
    const above = (near?.probability ?? 1) + 1e-9;
    expect(await list({ minProbability: above, kinds: ['exact', 'near'] })).toEqual(['exact: A1 A2']);
    const { groups } = await runDuplicates(client, { ...all, kinds: ['variant'] }, silent);
    expect(groups[0]?.pairs[0]).toMatchObject({ a: 'B1', b: 'B2', veto: { left: '150 ml', right: '300 ml' } });
    expect(groups[0]?.members[0]?.image).toBe(at('photos', '2.jpg'));
  });
});

test('verdicts go from one library to another, with all that follows from them', async () => {
  const verdicts = await into('library', async (client) => {
    const id = async (sku: string) => (await client.call('catalog.productBySku', { sku })).id;
    const [a1, a2, a3, b1, b2] = await Promise.all(['A1', 'A2', 'A3', 'B1', 'B2'].map(id));
    const say = (pair: [number, number], value: 'same' | 'variant') =>
      client.call('duplicates.verdict', { pairs: [pair], value });
    await say([a1 ?? 0, a2 ?? 0], 'same');
    await say([a2 ?? 0, a3 ?? 0], 'same');
    await say([b1 ?? 0, b2 ?? 0], 'variant');
    return client.call('duplicates.exportVerdicts', {});
  });
  writeFileSync(at('verdicts.json'), JSON.stringify(verdicts));
  await into('other', async (client) => {
    const given = await readVerdicts(at('verdicts.json'));
    const result = await client.call('duplicates.importVerdicts', { verdicts: given });
    expect(result).toMatchObject({ imported: 3, unchanged: 0, absent: 0, refused: [] });
    expect((await runDuplicates(client, all, silent)).groups).toEqual([]);
    const [same] = (await runDuplicates(client, { kinds: ['near'], settled: 'only' }, silent)).groups;
    expect(same?.members.map(({ sku }) => sku).sort()).toEqual(['A1', 'A2', 'A3']);
    const again = await client.call('duplicates.exportVerdicts', {});
    expect(again).toEqual(verdicts);

    const [first] = given;
    const against = given
      .slice(0, 1)
      .map(({ left }) => ({ left, right: given[1]?.right ?? left, value: 'different' as const }));
    const refused = await client.call('duplicates.importVerdicts', { verdicts: against });
    expect([first?.value, refused.imported, refused.refused[0]?.reason]).toEqual([
      'same',
      0,
      expect.stringContaining('cannot be different products'),
    ]);
    expect(await withdrawVerdicts(client, ['B1', 'B2'])).toEqual({ withdrawn: 1, separated: 0 });
    expect((await runDuplicates(client, all, silent)).groups.map(({ kind }) => kind)).toEqual(['variant']);
    await expect(withdrawVerdicts(client, ['B1'])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(withdrawVerdicts(client, ['B1', 'Z9'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test.each([
  ['no JSON', '{"verdicts": [', /cannot be read as JSON/],
  ['another shape', '[]', /does not hold verdicts/],
  [
    'a value that is none',
    '{"verdicts":[{"left":{"source":"s","sku":"A"},"right":{"source":"s","sku":"B"},"value":"alike"}]}',
    /verdicts\.0\.value/,
  ],
])('a file with %s is refused with the reason', async (name, text, message) => {
  const file = at(`${name}.json`);
  writeFileSync(file, text);
  await expect(readVerdicts(file)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringMatching(message),
  });
});

test('at the terminal: one JSON value, or an error and nothing changed', async () => {
  const launcher = path.join(import.meta.dirname, 'lookalike.mjs');
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      execFile(process.execPath, [launcher, ...args, '--library', at('other')], (failure, out, error) =>
        resolve({ code: failure === null ? 0 : Number(failure.code), out, error }),
      );
    });
  const [listed, missing] = await Promise.all([
    run('duplicates', '--kind', 'variant', 'exact', '--min-probability', '0.5'),
    run('verdicts', 'import', at('nowhere.json')),
  ]);
  expect(listed.code).toBe(0);
  expect(answerSchema.parse(JSON.parse(listed.out)).groups.map(({ kind }) => kind)).toEqual(['variant']);
  expect([missing.code, missing.out]).toEqual([1, '']);
  expect(JSON.parse(missing.error.trim().split('\n').at(-1) ?? '').error).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('nowhere.json'),
  });
});
