/** Languages of short texts, and what their words come to. */
import { describe, expect, it } from 'vitest';
import { simplified } from './chinese.ts';
import { languageOf } from './detect.ts';
import { hasStemmer, isStopWord, stemIn } from './stemmers.ts';

describe('the language of a title', () => {
  it.each([
    ['en', 'Red cotton dress for women'],
    ['de', 'Schuhe für Damen'],
    ['de', 'Herren Winterjacke mit Kapuze'],
    ['es', 'Vestido rojo de algodón para mujer'],
    ['fr', 'Chaussures de course homme'],
    ['it', 'Borsa in pelle nera'],
    ['nl', 'Hardloopschoenen heren zwart'],
    ['pl', 'Buty do biegania męskie'],
    ['sv', 'Röd klänning i bomull'],
    ['ru', 'Красное платье'],
    ['zh', '女士紅色連衣裙'],
    ['zh', 'Corvo 男士棕褐色靴子'],
    ['ja', '赤いワンピース'],
    ['ko', '여성 신발'],
    ['th', 'รองเท้าผู้หญิง'],
    ['', '12345 - 67'],
  ])('%s: %s', (language, title) => {
    expect(languageOf(title)).toBe(language);
  });

  it('falls back on the language of the catalog', () => {
    const title = 'Stripe bifold wallet';
    expect(languageOf(title)).not.toBe('en');
    expect(languageOf(title, new Map([['en', 0.9]]))).toBe('en');
    expect(languageOf('Schuhe für Damen', new Map([['en', 0.9]]))).toBe('de');
  });
});

it('lets the letters of the title lead over a description in another language', () => {
  const description = 'A warm pair of boots made of soft leather, for men who walk a lot.';
  expect(languageOf('Corvo 男士棕褐色靴子', new Map(), description)).toBe('zh');
  expect(languageOf('Stripe bifold wallet', new Map(), description)).toBe('en');
});

describe('stems', () => {
  it.each([
    ['de', 'schuhe', 'schuh'],
    ['es', 'zapatillas', 'zapatilla'],
    ['fr', 'chaussures', 'chaussure'],
    ['it', 'scarpe', 'scarpa'],
    ['nl', 'schoenen', 'schoen'],
    ['ru', 'платья', 'платье'],
    ['sv', 'klänningar', 'klänning'],
  ])('%s: %s and %s are the same word', (language, one, other) => {
    expect(stemIn(language, one)).toBe(stemIn(language, other));
  });

  it('leaves numbers, and languages without rules, as they are', () => {
    expect([stemIn('de', 'a4500en'), stemIn('xx', 'things'), hasStemmer('xx')]).toEqual(['a4500en', 'things', false]);
    expect([isStopWord('es', 'de'), isStopWord('de', 'schuhe')]).toEqual([true, false]);
  });
});

it('writes traditional characters as simplified ones of the same length', () => {
  expect(simplified('女士紅色連衣裙 T恤 𠀀')).toBe('女士红色连衣裙 T恤 𠀀');
});
