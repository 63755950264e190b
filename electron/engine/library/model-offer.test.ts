/** Which published model is offered for which catalog. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { readRegistry } from '../models/registry.ts';
import { kindOf, offerFor } from './model-offer.ts';

const registry = await readRegistry(path.join(import.meta.dirname, '../../../models'));
const listings = (...titles: string[]) => titles.map((title) => ({ title, tags: [] }));

it.each([
  ['fashion', 1, ['Men blue T-Shirt', 'Running shoes, size 42', 'Leather watches', 'Cotton dresses']],
  ['goods', 0.25, ['Bluetooth speaker', 'Oak table 120 cm', 'Olive oil 500 ml', 'Watch, digital']],
  // No fashion: the words are parts of others, or of other trades.
  ['goods', 0, ['Shoestring fries', 'Battery', 'Capacitor', 'Salad-dressing, Italian']],
  ['chinese', 0.75, ['红色连衣裙', '帆布鞋 白色', '陶瓷马克杯', 'Mug']],
  ['languages', 1, ['Größe 38 Kleid', 'Сумка кожаная', '한국어 가방', '日本語のかばん']],
  ['languages', 0.5, ['红色连衣裙', 'Mug', 'Chaussure bébé', 'Kettle']],
] as const)('sees %s in titles', (why, share, titles) => {
  const kind = kindOf(listings(...titles));
  expect(kind.why).toBe(why);
  if (why !== 'languages') expect(kind.share).toBe(share);
});

it('goes by the language that was found out where the letters do not tell', () => {
  const listed = ['Zapatillas running hombre', 'Bolso grande de color rojo'].map((title) => ({
    title,
    tags: [],
    language: 'es',
  }));
  expect(kindOf(listed)).toEqual({ why: 'languages', share: 1 });
});

it('reads tags as well as titles', () => {
  expect(kindOf([{ title: 'Item 4711', tags: ['Apparel', 'Men'] }])).toEqual({ why: 'fashion', share: 1 });
});

it.each([
  ['Red dress', 'marqo-fashionsiglip'],
  ['红色的裙子', 'chinese-clip-vit-base-patch16'],
  ['Сумка', 'siglip2-base-patch16-224-fp16'],
  ['Kettle', 'siglip2-base-patch16-224-fp16'],
])('for %s offers %s, with its size and licence', (title, id) => {
  const offer = offerFor({ products: 40, sample: false, listings: listings(title) }, registry);
  const entry = registry.find((one) => one.id === id);
  expect(offer).toMatchObject({
    modelId: id,
    name: entry?.name,
    bytes: entry?.bytes,
    licence: entry?.licence,
    products: 40,
  });
  expect(offer?.licence.commercialUse).toBe('yes');
});

it('offers nothing for the sample, for nothing, or without a registry', () => {
  const facts = { products: 1, sample: false, listings: listings('Red dress') };
  expect(offerFor({ ...facts, sample: true }, registry)).toBeNull();
  expect(offerFor({ ...facts, products: 0, listings: [] }, registry)).toBeNull();
  expect(offerFor(facts, [])).toBeNull();
});
