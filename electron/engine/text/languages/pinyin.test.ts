import { expect, it } from 'vitest';
import { PinyinWords, saidAs } from './pinyin.ts';

const words = new PinyinWords(
  new Map([
    ['黑色', 9],
    ['皮鞋', 4],
    ['批鞋', 1],
    ['绿色', 3],
    ['鞋', 12],
  ]),
);

it('reads words typed by their sound, together or apart', () => {
  expect(words.read(['heise', 'pixie'])).toBe('黑色皮鞋');
  expect(words.read(['hei', 'se', 'pi', 'xie'])).toBe('黑色皮鞋');
  expect(words.read(['lvse', 'xie'])).toBe('绿色鞋');
  expect(words.read(['lüse'])).toBe('绿色');
});

it('reads nothing where one of the words stands for nothing', () => {
  expect(words.read(['heise', 'shoes'])).toBeNull();
  expect(words.read([])).toBeNull();
});

it('says words without tones', () => {
  expect([saidAs('连衣裙'), saidAs('女')]).toEqual(['lianyiqun', 'nv']);
});
