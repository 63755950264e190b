/** Kinds of questions in messages, and what exactly is asked for. */
import { expect, test } from 'vitest';
import { languageOfMessage } from './message.ts';
import { withoutName } from './product-finder.ts';
import { recognise } from './recogniser.ts';
import { regionsIn } from './regions.ts';
import { coloursIn, sizesIn } from './values.ts';

const kindsOf = (text: string): string[] => recognise(text).map(({ kind }) => kind);

test.each([
  ['How much is it and how long does shipping take?', ['price', 'delivery']],
  ['How much is shipping to Norway?', ['delivery']],
  ['Can I return it if it does not fit?', ['returns']],
  ['Do you have this in blue? What is it made of?', ['option', 'material']],
  ['Is it in stock in size M?', ['availability']],
  ['Does it run small?', ['size']],
  ['Does it fit a 15 inch laptop?', ['compatibility']],
  ['It is too expensive, anything cheaper?', ['cheaper']],
  ['Who designed it?', ['other']],
  ['Thank you very much!', []],
  ['多少钱?有蓝色吗?', ['price', 'option']],
  ['不合适可以退吗', ['returns']],
  ['寄到挪威要几天', ['delivery']],
  ['保修多久', ['warranty']],
  ['在吗?', []],
])('%s', (text, kinds) => {
  expect(kindsOf(text)).toEqual(kinds);
});

test('says what is wanted, as it is written', () => {
  expect(recognise('Does it come in navy blue?')[0]).toMatchObject({ kind: 'option', wanted: ['navy blue'] });
  expect(recognise('Do you deliver to Brazil?')[0]).toMatchObject({ kind: 'delivery', wanted: ['Brazil'] });
  expect(recognise('有42码吗?')[0]).toMatchObject({ kind: 'option', wanted: ['42'] });
});

test('the name of the product asks nothing', () => {
  const product = { title: 'Organic Cotton Price Tag Shirt', sku: 'TS-1' };
  const masked = withoutName('Is the organic cotton price tag shirt still available?', product, []);
  expect(kindsOf(masked)).toEqual(['availability']);
});

test('an approved answer tells the kind of a message that no word tells', () => {
  expect(recognise('Blimey, that one again', ['warranty'])).toMatchObject([{ kind: 'warranty', by: 'example' }]);
});

test('values and countries are the same in both languages, and small words are none', () => {
  expect(coloursIn('蓝色')[0]?.key).toBe(coloursIn('Blue')[0]?.key);
  expect(coloursIn('navy blue').map(({ key }) => key)).toEqual(['navy']);
  expect(sizesIn('size m, please').map(({ key }) => key)).toEqual(['m']);
  expect(sizesIn("it's mine")).toEqual([]);
  expect(regionsIn('to Norway or 挪威').map(({ code }) => code)).toEqual(['NO']);
  expect(regionsIn('it is in us')).toEqual([]);
});

test('a message is answered in its own language', () => {
  expect(languageOfMessage('Hello, 您好 how are you')).toBe('en');
  expect(languageOfMessage('您好,Chaz Hoodie 多少钱')).toBe('zh');
});
