/** Jobs: one step of undo, done once however often they are killed. And what classifiers learned, kept between runs. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Jobs } from '../jobs/jobs.ts';
import { applyBulkEdit } from './bulk-edits.ts';
import { decide } from './decisions.ts';
import { GroupModels } from './group-models.ts';
import { applySuggestions } from './suggestions.ts';
import { openTags } from './tags.ts';
import { openTestLibrary, type TestLibrary, type TestProduct } from './testing.ts';
import { createTag, vocabulary } from './vocabulary.ts';

const never = new AbortController().signal;
const colour = (name: string) => ({ group: 'colour', name });
const products = 300;

let library: TestLibrary;

beforeEach(async () => {
  library = await openTestLibrary();
  library.put(
    Array.from({ length: products }, (_, i): TestProduct => {
      const red = i % 2 === 0;
      const looks: TestProduct['looks'] = [red ? 1 : 0, red ? 0 : 1, (i % 7) / 20, 0];
      return { sku: `P${i}`, looks, tags: i < 200 ? [colour(red ? 'Red' : 'Blue')] : [] };
    }),
  );
});
afterEach(() => library.close());

const carrying = (name: string): number =>
  vocabulary(library.tags)
    .flatMap(({ tags }) => tags)
    .find((tag) => tag.name === name)?.products ?? 0;
const everything = { kind: 'search', parts: [], filters: { tags: {} }, imagesOnly: false, cutoff: true } as const;
const turnBlue = () =>
  applyBulkEdit(
    library.tags,
    { target: { ...everything, parts: [], filters: { tags: {} } }, add: [colour('Blue')], remove: [], by: 'Ann' },
    never,
  );

it('changes many products in a job, in one step of undo', async () => {
  const { job, operation } = await turnBlue();
  expect([job?.kind, operation]).toEqual(['tags', null]);
  await library.jobs.idle();
  const done = library.jobs.get(job?.id ?? -1);
  expect(done).toMatchObject({ state: 'done', result: { products, operation: expect.any(Number) } });
  expect([carrying('Blue'), carrying('Red')]).toEqual([products, 0]);
  expect(library.operations.list(10)).toHaveLength(1);
  await library.operations.takeBack();
  expect([carrying('Blue'), carrying('Red')]).toEqual([100, 100]);
});

it('goes on after a kill with the same operation, and doubles nothing', async () => {
  const { job } = await turnBlue();
  await vi.waitFor(() => expect(carrying('Blue')).toBeGreaterThan(100), { interval: 1 });
  await library.jobs.close();
  expect(carrying('Blue')).toBeLessThan(products);
  const again = new Jobs(library.database, library.hub);
  const tags = openTags({ ...library.tagsDependencies, jobs: again });
  again.resumeInterrupted();
  await again.idle();
  expect(again.get(job?.id ?? -1)).toMatchObject({ state: 'done' });
  expect(carrying('Blue')).toBe(products);
  expect(library.operations.list(10)).toHaveLength(1);
  await library.operations.takeBack();
  expect([carrying('Blue'), carrying('Red')]).toEqual([100, 100]);
  await again.close();
  await tags.close();
});

it('takes nothing of a batch back when something was decided on it since', async () => {
  await turnBlue();
  await library.jobs.idle();
  const [first] = library.catalog.rows.read();
  const decision = { productId: first?.productId ?? -1, tag: colour('Blue'), verdict: 'rejected' as const };
  const [batch] = library.operations.list(1);
  await decide(library.tags, { decisions: [decision], by: 'Bob' });
  await expect(library.operations.takeBack(batch?.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(carrying('Blue')).toBe(products - 1);
});

it('writes suggestions once, and a stopped job keeps what it wrote', async () => {
  const params = { minConfidence: 0.6, dryRun: false };
  const expected = (await applySuggestions(library.tags, { ...params, dryRun: true }, never)).tags;
  expect(expected).toBe(100);
  const { job } = await applySuggestions(library.tags, params, never);
  await vi.waitFor(() => expect(carrying('Red')).toBeGreaterThan(100), { interval: 1 });
  library.jobs.cancel(job?.id ?? -1);
  await library.jobs.idle();
  expect(library.jobs.get(job?.id ?? -1).state).toBe('cancelled');
  library.jobs.resume(job?.id ?? -1);
  await library.jobs.idle();
  expect(library.jobs.get(job?.id ?? -1).result).toMatchObject({ tags: expected });
  expect(carrying('Red') + carrying('Blue')).toBe(200 + expected);
  await library.operations.takeBack();
  expect(carrying('Red') + carrying('Blue')).toBe(200);
});

it('keeps what classifiers learned, and learns again when the file is damaged', async () => {
  const fitted = await library.tags.models.fitted('colour');
  const [product] = library.tags.products.byId.values();
  if (product === undefined) throw new Error('There is no product.');
  const before = fitted.probabilities(product) ?? [];
  await library.tags.models.save();
  const file = path.join(library.dir, 'index', 'toy.tags');
  const again = () =>
    new GroupModels({ ...library.tagsDependencies, products: library.tags.products, libraryDir: library.dir });
  const restored = await again().opened('colour');
  expect(restored.due()).toBe(0);
  const after = restored.probabilities(product) ?? [];
  for (const [index, value] of before.entries()) expect(after[index]).toBeCloseTo(value, 5);
  const bytes = readFileSync(file);
  bytes[statSync(file).size - 5] = (bytes[statSync(file).size - 5] ?? 0) ^ 255;
  writeFileSync(file, bytes);
  expect((await again().opened('colour')).due()).toBeGreaterThan(0);
});

it('fits the classifiers in a job when there are many', async () => {
  for (let i = 0; i < 8; i++)
    await createTag(library.tags, { group: 'colour', name: `Colour ${i}`, synonyms: [], by: 'Ann' });
  const job = await library.tags.learning.start();
  expect(job).toMatchObject({ kind: 'tags', title: 'learn' });
  await library.jobs.idle();
  expect(library.jobs.get(job?.id ?? -1)).toMatchObject({ state: 'done', result: { tags: 11 } });
  expect(await library.tags.learning.start()).toBeNull();
});
