/** Titles by a pattern: nothing is invented, nothing is lost unseen, and the pattern of the titles that there are is found. */
import { describe, expect, it, test } from 'vitest';
import { composeTitle, learnPattern, parsePattern, type TitledProduct, writesCapitals } from './title-pattern.ts';

const known = (values: Readonly<Record<string, string | readonly string[]>>): Map<string, readonly string[]> =>
  new Map(Object.entries(values).map(([field, value]) => [field, typeof value === 'string' ? [value] : value]));
const compose = (pattern: string, title: string, values: Parameters<typeof known>[0], capitals = true) =>
  composeTitle(parsePattern(pattern), title, known(values), capitals);

describe('composeTitle', () => {
  it.each([
    ['{brand} {rest} {colour}', 'Red Runner by Nike', { brand: 'Nike', colour: 'red' }, 'Nike Runner Red'],
    ['{brand} {rest} {colour}', 'Runner 3', { brand: 'Nike', colour: 'dark red' }, 'Nike Runner 3 Dark Red'],
    ['{brand} {rest} {colour}', 'Nike Runner - Red', { brand: 'Nike' }, 'Nike Runner - Red'],
    ['{brand} {rest} – {colour}', 'Nike Runner', { brand: 'Nike' }, 'Nike Runner'],
    ['{rest} ({colour})', 'Mug, blue, 300 ml', { colour: 'blue' }, 'Mug 300 ml (blue)'],
    ['{rest}, {material}', 'Shirts in cotton (long)', { material: 'cotton' }, 'Shirts (long), cotton'],
    [
      '{rest} {audience} {colour} {rest}',
      "Lee Men's Off-White Tee",
      { audience: 'men', colour: 'white' },
      "Lee Men's Off-White Tee",
    ],
    [
      '{rest} {audience} {rest} {colour} {rest}',
      'Lee Polo T-shirt',
      { audience: 'men', colour: 'blue' },
      'Lee Polo T-shirt Men Blue',
    ],
    ['{audience} {rest} {type}', "Polo T-shirt Men's", { audience: 'men', type: 'Tshirts' }, "Men's Polo T-shirt"],
    ['{type} {brand}', 'Levi’s jeans', { brand: 'Levi’s', type: 'Jeans' }, 'jeans Levi’s'],
    ['{brand}{colour}{rest}', '红色连衣裙 雅莉', { brand: '雅莉', colour: '红色' }, '雅莉红色连衣裙'],
  ])('%s of "%s"', (pattern, title, values, wanted) => {
    expect(compose(pattern, title, values).title).toBe(wanted);
  });

  it('says what is not known, what was not named, and what words the pattern has no place for', () => {
    expect(compose('{brand} {type} {colour}', 'Nike Air Runner 3', { brand: 'Nike', type: 'Shoes' })).toEqual({
      title: 'Nike Shoes',
      unknown: ['colour'],
      unnamed: ['type'],
      lost: 'Air Runner 3',
    });
  });

  it('keeps several values apart, and counts no word for two fields', () => {
    const values = { colour: ['red', 'navy blue'], pattern: 'blue' };
    expect(compose('{rest} {colour} {pattern}', 'Scarf navy blue', values, false).title).toBe('Scarf navy blue blue');
    expect(compose('{rest} {colour}', 'Scarf', { colour: ['red', 'blue'] }).title).toBe('Scarf Red/Blue');
  });

  it('leaves a title alone that follows the pattern', () => {
    const title = 'Gini & Jony Girls Black Top';
    expect(
      compose('{brand} {gender} {colour} {rest}', title, { brand: 'Gini & Jony', gender: 'girls', colour: 'Black' }),
    ).toEqual({
      title,
      unknown: [],
      unnamed: [],
      lost: '',
    });
  });
});

test.each([
  ['{brand', 'stands alone'],
  ['{}', 'no field'],
  ['plain words', 'names no field'],
  ['{a} {b} {A}', 'twice'],
])('%s is no pattern', (pattern, why) => {
  expect(() => parsePattern(pattern)).toThrow(why);
});

test('the pattern of titles is found, without the fields that they seldom name', () => {
  const brands = ['Nike', 'Puma', 'Fila'];
  const colours = ['red', 'blue', 'green', 'black'];
  const products = Array.from({ length: 24 }, (_, at): TitledProduct => {
    const [brand = '', colour = ''] = [brands[at % 3], colours[at % 4]];
    return {
      title: `${brand} Model ${at} ${colour}${at % 8 === 0 ? ' cotton' : ''}`,
      known: known({ brand, colour, material: 'cotton' }),
    };
  });
  expect(learnPattern(products, ['material', 'colour', 'brand'])).toBe('{brand} {rest} {colour} {rest}');
  expect(learnPattern(products, ['material'])).toBeUndefined();
  expect(learnPattern(products.slice(0, 3), ['brand'])).toBeUndefined();
});

test('values get capitals where titles have them', () => {
  expect(writesCapitals(['Red Running Shoe', 'Blue Mug'])).toBe(true);
  expect(writesCapitals(['red running shoe', 'blue mug'])).toBe(false);
});
