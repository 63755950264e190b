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

it('says which checks a model did not pass, and why it could not be run', () => {
  const said = 'Protobuf parsing failed.';
  const checks = [
    { name: 'vectors', passed: true, value: 0, why: 'vectors-good', values: {}, message: '' },
    {
      ...{ name: 'batch', passed: false, value: null, why: 'not-run', message: 'In English.' },
      values: { reason: 'onnx-damaged', said, operator: '' },
    },
  ];
  expect(errorText({ code: 'MODEL_FAILED', message: 'In English.', details: { why: 'failed-test', checks } })).toBe(
    `模型未通过测试。 模型无法运行。文件已损坏或不完整。请重新获取。（ONNX Runtime：${said}）`,
  );
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
