/** The test of a model has to fail: each check is given a model that is wrong in just that way. */
import { expect, it } from 'vitest';
import type { Encoder, ModelPixels } from '../encoders/index.ts';
import { failedTest, pairings, selfTest } from './self-test.ts';

const words = ['red', 'green', 'blue', 'yellow', 'black'];
const unit = (values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const oneHot = (at: number): number[] => words.map((_, i) => (i === at ? 1 : 0.2));
const kindOf = (text: string): number => words.findIndex((word) => text.includes(word));

/** The middle of an image is where the dress is. */
function colourOf(image: ModelPixels): number {
  const [r = 0, g = 0, b = 0] = image.slice((16 * 32 + 16) * 3);
  if (r > 150) return g > 150 ? 3 : 0;
  return g > 100 ? 1 : b > 100 ? 2 : 4;
}

interface Sense {
  image?: (image: ModelPixels, at: number, all: readonly ModelPixels[]) => number[];
  text?: (text: string, at: number, all: readonly string[]) => number[];
}

function encoder({ image = (one) => oneHot(colourOf(one)), text = (one) => oneHot(kindOf(one)) }: Sense): Encoder {
  return {
    manifest: { vision: { input: { width: 32, height: 32 } }, languages: ['en'] } as unknown as Encoder['manifest'],
    ...{ modelId: 'sense', dimensions: 5, provider: 'cpu', batchSize: 4 },
    encodeImages: async (all) => all.map((one, i) => unit(image(one, i, all))),
    encodeTexts: async (all) => all.map((one, i) => unit(text(one, i, all))),
    close: async () => {},
  };
}

async function failing(sense: Sense): Promise<string[]> {
  const result = await selfTest(encoder(sense), new AbortController().signal);
  expect(result.passed).toBe(result.checks.every(({ passed }) => passed));
  return result.checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

it('passes a model that knows its colours, even with one confusion', async () => {
  expect(await failing({})).toEqual([]);
  expect(await failing({ text: (one) => (kindOf(one) === 4 ? [0.2, 0.2, 1, 0.2, 0.9] : oneHot(kindOf(one))) })).toEqual(
    [],
  );
});

it.each<[string, Sense]>([
  ['vectors', { image: (one) => [...oneHot(colourOf(one)), 0] }],
  ['vectors', { text: (one) => (kindOf(one) === 0 ? [Number.NaN, 1, 1, 1, 1] : oneHot(kindOf(one))) }],
  [
    'batch',
    {
      image: (one, at, all) =>
        oneHot(colourOf(one)).map((value) => value + (at === 0 && all.length > 1 ? 0.3 * value ** 9 : 0)),
    },
  ],
  [
    'padding',
    {
      text: (one, _, all) =>
        oneHot(kindOf(one)).map((value) => value + (all.some((two) => two.length > 40) ? 0.3 * value ** 9 : 0)),
    },
  ],
  ['distinct', { image: () => [1, 1, 1, 1, 1] }],
  ['match', { text: (one) => oneHot((kindOf(one) + 1) % 5) }],
  ['match', { image: (_, at, all) => (all.length === 1 ? oneHot(0) : oneHot([0, 2, 3, 4, 1][at] ?? 0)) }],
])('finds %s wrong', async (name, sense) => {
  expect(await failing(sense)).toContain(name);
});

it('fails a model that cannot be run, with its reason, and says all reasons together', async () => {
  const text = (): never => {
    throw new Error('no such tensor');
  };
  const result = await selfTest(encoder({ text }), new AbortController().signal);
  expect(result.checks[0]).toMatchObject({
    passed: false,
    value: null,
    message: expect.stringMatching(/no such tensor/),
  });
  expect(failedTest(result)).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(/no such tensor/) });
});

it('counts the pairings that fit better', () => {
  expect(
    pairings([
      [1, 0],
      [0, 1],
    ]),
  ).toEqual({ better: 0, all: 2 });
  expect(
    pairings([
      [0, 1],
      [1, 0],
    ]),
  ).toEqual({ better: 1, all: 2 });
  // An image that is near to everything changes nothing.
  expect(
    pairings([
      [1, 5, 0],
      [0, 6, 0],
      [0, 5, 1],
    ]),
  ).toEqual({ better: 0, all: 6 });
});

it('passes by luck in fewer than one of a hundred tries', async () => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return seed / 2 ** 32 - 0.5;
  };
  let passed = 0;
  for (let i = 0; i < 500; i++) {
    const vectors = Array.from({ length: 10 }, () => Array.from({ length: 5 }, random));
    const sense = {
      image: (one: ModelPixels) => vectors[colourOf(one)] ?? [],
      text: (one: string) => vectors[5 + kindOf(one)] ?? [],
    };
    if (!(await failing(sense)).includes('match')) passed++;
  }
  expect(passed).toBeLessThanOrEqual(5);
});
