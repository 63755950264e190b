import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import english from './en.json';
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

it('has words for every cause that the engine names', () => {
  const engine = path.join(import.meta.dirname, '../../electron/engine');
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const named = files.flatMap((file) => {
    const text = readFileSync(path.join(engine, file), 'utf8');
    return [...text.matchAll(/details(?:: | = )\{[^}]*?\bwhy: '([\w-]+)'|unsupported\(\s*'([\w-]+)'/g)];
  });
  const causes = new Set(named.map(([, a, b]) => a ?? b ?? ''));
  expect(causes.size).toBeGreaterThan(40);
  expect([...causes].filter((why) => !Object.hasOwn(english.failures, why))).toEqual([]);
});
