import { describe, expect, it } from 'vitest';
import type { VerdictValue } from '../duplicates.ts';
import { VerdictGraph } from './verdict-graph.ts';

const graphOf = (...verdicts: [number, number, VerdictValue][]) =>
  new VerdictGraph(verdicts.map(([leftKey, rightKey, value]) => ({ leftKey, rightKey, value })));

describe('what follows from verdicts', () => {
  it.each([
    ['same + same = same', graphOf([1, 2, 'same'], [2, 3, 'same']), 1, 3, 'same'],
    ['same + different = different', graphOf([1, 2, 'same'], [2, 3, 'different']), 1, 3, 'different'],
    ['different + same = different', graphOf([2, 3, 'different'], [1, 2, 'same']), 1, 3, 'different'],
    ['same + variant = variant', graphOf([1, 2, 'same'], [2, 3, 'variant']), 1, 3, 'variant'],
    [
      'over many steps',
      graphOf([1, 2, 'same'], [2, 3, 'same'], [4, 5, 'same'], [3, 4, 'different']),
      1,
      5,
      'different',
    ],
    ['a chain of five', graphOf([4, 5, 'same'], [1, 2, 'same'], [3, 4, 'same'], [2, 3, 'same']), 1, 5, 'same'],
  ] as const)('%s', (_, graph, a, b, value) => {
    expect(graph.verdictOn(a, b)).toEqual({ value, by: 'inferred' });
    expect(graph.verdictOn(b, a)).toEqual({ value, by: 'inferred' });
  });

  it('keeps to itself where nothing follows', () => {
    expect(graphOf([1, 2, 'different'], [2, 3, 'different']).verdictOn(1, 3)).toBeNull();
    expect(graphOf([1, 2, 'variant'], [2, 3, 'variant']).verdictOn(1, 3)).toBeNull();
    expect(graphOf([1, 2, 'same']).verdictOn(1, 3)).toBeNull();
  });

  it('tells what a person said from what follows, and counts it', () => {
    const graph = graphOf([1, 2, 'same'], [2, 3, 'same'], [3, 4, 'different']);
    expect(graph.verdictOn(1, 2)).toEqual({ value: 'same', by: 'person' });
    expect(graph.countInferred()).toBe(3);
  });
});

describe('contradictions', () => {
  it('names the pair that says otherwise', () => {
    const graph = graphOf([1, 2, 'same'], [2, 3, 'different']);
    expect(graph.contradicting({ leftKey: 1, rightKey: 3, value: 'same' })).toMatchObject({ leftKey: 2, rightKey: 3 });
    expect(graph.contradicting({ leftKey: 1, rightKey: 3, value: 'variant' })).toMatchObject({
      leftKey: 2,
      rightKey: 3,
    });
    expect(graph.contradicting({ leftKey: 1, rightKey: 3, value: 'different' })).toBeNull();
  });

  it('names the first step of the chain that makes two the same', () => {
    const graph = graphOf([1, 2, 'same'], [2, 3, 'same'], [3, 4, 'same']);
    expect(graph.contradicting({ leftKey: 1, rightKey: 4, value: 'different' })).toMatchObject({
      leftKey: 1,
      rightKey: 2,
    });
  });

  it('leaves out of a file what contradicts what came before', () => {
    const graph = graphOf([1, 2, 'same'], [2, 3, 'same'], [1, 3, 'different']);
    expect(graph.verdictOn(1, 3)).toEqual({ value: 'same', by: 'inferred' });
  });
});
