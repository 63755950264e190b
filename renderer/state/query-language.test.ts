import { describe, expect, it } from 'vitest';
import { asImagePath, formatPart, parseQuery, type TextPart } from './query-language.ts';

const plus = (text: string, weight = 1): TextPart => ({ text, sign: 1, weight });
const minus = (text: string, weight = 1): TextPart => ({ text, sign: -1, weight });

describe('parseQuery', () => {
  const cases: [string, TextPart[]][] = [
    ['', []],
    ['   ', []],
    ['red dress', [plus('red dress')]],
    ['red dress -striped', [plus('red dress'), minus('striped')]],
    ['red dress - striped', [plus('red dress'), minus('striped')]],
    ['red dress - dotted silk scarf', [plus('red dress'), minus('dotted silk scarf')]],
    ['red -striped dress', [plus('red dress'), minus('striped')]],
    ['red dress + leather', [plus('red dress'), plus('leather')]],
    ['- striped + leather', [plus('leather'), minus('striped')]],
    ['-striped', [minus('striped')]],
    ['2:leather', [plus('leather', 2)]],
    ['2:red leather', [plus('red leather', 2)]],
    ['red dress 2:leather', [plus('red dress'), plus('leather', 2)]],
    ['0.5:leather', [plus('leather', 0.5)]],
    ['.5:leather', [plus('leather', 0.5)]],
    ['-2:striped', [minus('striped', 2)]],
    ['- 2:striped shirt', [minus('striped shirt', 2)]],
    ['9:leather', [plus('leather', 4)]],
    ['0:leather', [plus('leather')]],
    ['-"long sleeve" shirt', [plus('shirt'), minus('"long sleeve"')]],
    ['"2:1 scale - model"', [plus('"2:1 scale - model"')]],
    ['red "long sleeve" dress', [plus('red "long sleeve" dress')]],
    ['tv 32" or 40" wide', [plus('tv 32" or 40" wide')]],
    ['"unclosed quote', [plus('unclosed quote')]],
    ['t-shirt V-neck', [plus('t-shirt V-neck')]],
    ['open 12:30', [plus('open 12:30')]],
    ['红色连衣裙', [plus('红色连衣裙')]],
    ['红色连衣裙 -条纹', [plus('红色连衣裙'), minus('条纹')]],
    ['红色连衣裙－条纹', [plus('红色连衣裙'), minus('条纹')]],
    ['红色连衣裙-条纹+皮革', [plus('红色连衣裙'), plus('皮革'), minus('条纹')]],
    ['T恤 2：皮革', [plus('T恤'), plus('皮革', 2)]],
    ['－“长袖” 衬衫', [plus('衬衫'), minus('"长袖"')]],
    ['「长袖」衬衫', [plus('"长袖" 衬衫')]],
    ['T-shirt 白色', [plus('T-shirt 白色')]],
    ['red dress -', [plus('red dress')]],
    ['+ - +', []],
    ['dress --striped', [plus('dress'), minus('striped')]],
  ];
  it.each(cases)('reads %j', (input, expected) => {
    expect(parseQuery(input)).toEqual(expected);
  });

  it('never loses a word', () => {
    for (const [input] of cases) {
      const letters = (text: string): string => [...text.matchAll(/\p{L}+/gu)].map(String).sort().join();
      expect(
        letters(
          parseQuery(input)
            .map((part) => part.text)
            .join(' '),
        ),
      ).toBe(letters(input));
    }
  });
});

describe('formatPart', () => {
  it.each([
    plus('red dress'),
    minus('striped shirt'),
    plus('leather', 2),
    minus('"a - b"', 0.5),
    plus('"2:1 scale"'),
    plus('red "long sleeve" dress'),
    minus('条纹'),
  ])('writes %j so that it reads back the same', (part) => {
    expect(parseQuery(formatPart(part))).toEqual([part]);
  });
});

describe('asPicturePath', () => {
  it.each([
    ['file:///home/me/dress%20red.jpg', 'file:///home/me/dress%20red.jpg'],
    ['/home/me/dress.JPG', '/home/me/dress.JPG'],
    ['"C:\\photos\\dress.png"', 'C:\\photos\\dress.png'],
    ['~/dress.webp', '~/dress.webp'],
    ['red dress.jpg', null],
    ['/home/me', null],
    ['https://example.com/dress.jpg', null],
  ])('%j is %j', (input, expected) => {
    expect(asImagePath(input)).toBe(expected);
  });
});
