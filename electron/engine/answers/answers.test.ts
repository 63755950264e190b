/** From messages to answers over a small shop: its table, its documents, and a language model that is played. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../contract/answers.ts';
import { openSession, type Session } from '../library/testing.ts';

const root = mkdtempSync(path.join(tmpdir(), 'lookalike-answers-'));
const shop = path.join(root, 'documents');
let session: Session;

const table = `Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Variant Inventory Qty,Material
reef,Reef Rain Jacket,<p>Light jacket. Fits most backpacks under it.</p>,Halvik,Jacket,Color,Blue,Size,M,RJ-BLUE-M,89.00,4,Nylon
reef,,,,,,Blue,,L,RJ-BLUE-L,89.00,0,
dune,Dune Linen Shirt,<p>A linen shirt for summer. Machine wash at 30 degrees.</p>,Corvo,Shirt,Color,White,Size,S,DS-WHITE-S,39.00,7,Cotton
cove,Cove Jacket,<p>Warm jacket.</p>,Corvo,Jacket,Color,Red,Size,M,CJ-RED-M,59.00,2,Wool
`;
const terms = `# Terms

## Delivery
We deliver to Norway and Sweden in 3 to 5 days for 4.90 EUR.

## Returns
Goods can be returned within 30 days.
`;

beforeAll(async () => {
  mkdirSync(shop);
  writeFileSync(path.join(root, 'products.csv'), table);
  writeFileSync(path.join(shop, 'terms.md'), terms);
  writeFileSync(path.join(shop, 'broken.md'), '');
  const modelsDir = path.resolve(import.meta.dirname, '..', '..', '..', 'models');
  session = await openSession({
    home: path.join(root, 'home'),
    modelsDir,
    library: path.join(root, 'library'),
  } as never);
  await session.ended((await session.call('ingest.start', { path: path.join(root, 'products.csv') })).jobId);
  await session.ended((await session.call('answers.addDocuments', { path: shop })).id);
});

afterAll(async () => {
  await session.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const ask = (text: string, more = {}): Promise<Answer> => session.call('answers.ask', { text, ...more });
const told = ({ facts }: Answer): string[] => facts.map(({ value }) => value);

test('a product by its name, its price, and passages of the documents with their place', async () => {
  const answer = await ask('How much is the Reef Rain Jacket, and can I return it?');
  expect(answer.product).toMatchObject({
    verdict: 'one',
    by: 'words',
    candidates: [{ product: { title: 'Reef Rain Jacket' } }, {}],
  });
  expect(answer.questions.map(({ kind }) => kind)).toEqual(['price', 'returns']);
  expect(told(answer)).toEqual(['89', 'Goods can be returned within 30 days.']);
  const [, passage] = answer.facts;
  expect(passage?.source).toMatchObject({
    kind: 'document',
    document: 'terms.md',
    heading: 'Terms › Returns',
    line: 7,
  });
  expect(answer.draft.text).toContain('Goods can be returned within 30 days.');
  const passageId = passage?.source.kind === 'document' ? passage.source.passageId : 0;
  const opened = await session.call('answers.document', { passageId });
  expect(opened).toMatchObject({
    path: 'terms.md',
    passages: [{ heading: 'Terms › Delivery' }, { id: passageId, line: 7 }],
  });
});

test('by the number of a variant, with what there is of the option that is wanted', async () => {
  const answer = await ask('Do you have RJ-BLUE-M in blue?');
  expect(answer.product).toMatchObject({ verdict: 'one', by: 'number' });
  expect(told(answer)[0]).toBe('Blue / M · 4');
  expect(answer.draft.text).toContain('Yes, we have it in blue');
  const stock = await ask('RJ-BLUE-M 有现货吗?');
  expect(stock.facts.map(({ name, value }) => `${name}: ${value}`)).toEqual(['Blue / M: 4', 'Blue / L: 0']);
  expect(stock.draft.text).toMatch(/^您好/);
});

test('cheaper ones of the same kind, within the limit', async () => {
  const { alternatives, facts } = await ask('Reef Rain Jacket is too expensive, anything cheaper?');
  expect(alternatives.map(({ product }) => product.title)).toEqual(['Cove Jacket']);
  expect(facts.at(-1)?.source).toMatchObject({ kind: 'search', asked: expect.stringContaining('< 89') });
});

test('what nobody says is said to be unknown, and countries that are not named', async () => {
  expect((await ask('Is there a warranty on the Cove Jacket?')).unknown).toEqual([{ kind: 'warranty', about: '' }]);
  const brazil = await ask('Do you deliver to Brazil?');
  expect(brazil).toMatchObject({ product: { verdict: 'unnamed' }, unknown: [{ kind: 'delivery', about: 'Brazil' }] });
  expect((await ask('Price of the Zephyr Air Max?')).product.verdict).toBe('none');
});

test('sources that disagree are shown, and the reply leaves it open', async () => {
  const { contradictions, draft } = await ask('What is the Dune Linen Shirt made of?');
  expect(contradictions).toMatchObject([{ kind: 'material', sides: [{ says: 'Cotton' }, { says: 'linen' }] }]);
  expect(draft.text).toContain('[Please check material and care: Cotton / linen]');
});

test('a broken file costs itself alone and is named; what changes is read anew', async () => {
  const [folder] = await session.call('answers.documents', {});
  expect(folder?.documents).toMatchObject([
    { path: 'broken.md', passages: 0, failure: expect.stringContaining('empty') },
    { path: 'terms.md', passages: 2, failure: null },
  ]);
  writeFileSync(path.join(shop, 'broken.md'), '# Warranty\n\nThe warranty is 24 months.\n');
  await session.ended((await session.call('answers.renewDocuments', {})).id);
  expect(told(await ask('Is there a warranty on the Cove Jacket?'))).toEqual(['The warranty is 24 months.']);
  rmSync(path.join(shop, 'broken.md'));
  await session.ended((await session.call('answers.renewDocuments', {})).id);
  expect((await ask('Is there a warranty on the Cove Jacket?')).unknown).toHaveLength(1);
});

test('an approved reply comes first for messages like it, with the facts of the new product', async () => {
  const text = 'What does the Reef Rain Jacket cost?';
  const { id } = await session.call('answers.approve', {
    text,
    reply: 'Dear customer, the Reef Rain Jacket is yours at 89. See you!',
  });
  const other = await ask('What does the Cove Jacket cost?');
  expect(other.draft).toEqual({
    text: 'Dear customer, the Cove Jacket is yours at 59. See you!',
    by: 'example',
    exampleId: id,
  });
  expect(other.examples).toMatchObject([{ id, message: text }]);
  await session.call('answers.removeApproved', { id });
  expect((await ask(text)).draft.by).toBe('template');
});

test.each([
  ['The Cove Jacket costs 59. Kind regards', true, []],
  ['The Cove Jacket costs 49 and is waterproof.', false, ['49', 'waterproof']],
])('a model that writes "%s"', async (content, accepted, words) => {
  const server = createServer((_, response) => response.end(JSON.stringify({ choices: [{ message: { content } }] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const writer = { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, model: 'played' };
  const written = await session.call('answers.write', { text: 'What does the Cove Jacket cost?', writer });
  server.close();
  expect(written).toMatchObject({ text: content, accepted });
  expect(written.ungrounded.map((one) => one.words)).toEqual(words);
});

test('a person says which product it is and what is asked', async () => {
  const { id } = await session.call('catalog.productBySku', { sku: 'DS-WHITE-S' });
  const answer = await ask('the one from your window', {
    productId: id,
    questions: ['price', 'colour'],
    language: 'zh',
  });
  expect(answer).toMatchObject({ about: id, product: { by: 'chosen' }, language: 'zh' });
  expect(told(answer)).toEqual(['39', 'White']);
});

test('an empty message says what to bring', async () => {
  await expect(ask('  ')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
