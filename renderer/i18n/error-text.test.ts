import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { errorText } from './error-text.ts';
import chinese from './zh-CN.json';

beforeAll(() =>
  i18next.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { translation: chinese } },
    interpolation: { escapeValue: false },
  }),
);

it.each([
  [
    'names what stands against a verdict',
    { why: 'verdict-contradicts', left: 'A&1', right: 'B', verdict: 'same', pair: [1, 2] },
    '“A&1”与“B”先前已判定：同一商品。请先更改该判定。',
  ],
  ['says what to do where it knows only the kind', { why: 'something else' }, chinese.advice.CONFLICT],
])('%s', (_, details, text) => {
  expect(errorText({ code: 'CONFLICT', message: 'In English.', details })).toBe(text);
});
