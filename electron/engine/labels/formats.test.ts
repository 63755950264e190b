import { describe, expect, it } from 'vitest';
import { skusOfTrecId, trecId } from '../text/trec-id.ts';
import { cohensKappa } from './agreement.ts';
import { readJudgements, readQueryTexts, writeJudgements } from './formats.ts';

const judgements = [
  { query: 'q1', sku: 'A-1', grade: 3 },
  { query: 'q1', sku: 'B 2', grade: 0 },
  { query: 'q2', sku: '100%', grade: 1 },
];

describe.each(['qrels', 'quepid', 'ranx'] as const)('%s', (format) => {
  it('reads what it wrote', () => {
    const read = readJudgements(format, writeJudgements(format, judgements));
    expect(read.problems).toEqual([]);
    const skus = read.judgements.map(({ sku }) => (format === 'qrels' ? skusOfTrecId(sku).at(-1) : sku));
    expect(skus).toEqual(['A-1', 'B 2', '100%']);
    expect(read.judgements.map(({ query, grade }) => [query, grade])).toEqual([
      ['q1', 3],
      ['q1', 0],
      ['q2', 1],
    ]);
  });

  it('says so when the file is something else', () => {
    const other = format === 'ranx' ? 'query,docid' : '{"not": "it"}';
    expect(() => readJudgements(format, other)).toThrow(expect.objectContaining({ code: 'TABLE_UNREADABLE' }));
  });
});

it('goes on after a bad line and names it', () => {
  const { judgements: read, problems } = readJudgements('qrels', '1 0 A 2\r\n1 0 A\r\n\r\n1 0 B x\n2 0 C -1\n');
  expect(read.map(({ line, grade }) => [line, grade])).toEqual([
    [1, 2],
    [5, -1],
  ]);
  expect(problems.map(({ line }) => line)).toEqual([2, 4]);
});

it('reads quoted Quepid cells', () => {
  const [row] = readJudgements('quepid', 'query,docid,rating\n"shoes, ""red""",S1,2\n').judgements;
  expect(row).toEqual({ query: 'shoes, "red"', sku: 'S1', grade: 2, line: 2 });
});

it('keeps document ids one word', () => {
  expect(trecId('a b\t%')).toBe('a%20b%09%25');
  expect(skusOfTrecId('plain')).toEqual(['plain']);
  expect(skusOfTrecId('50%ZZ')).toEqual(['50%ZZ']);
});

it.each([
  ['tabs', 'q1\tred shoes\nq2\t红色 鞋子\n'],
  ['csv', 'id,text\nq1,red shoes\nq2,红色 鞋子\n'],
  ['json', '{"q1": "red shoes", "q2": "红色 鞋子"}'],
])('reads query texts from %s', (_, text) => {
  expect([...readQueryTexts(text)]).toEqual([
    ['q1', 'red shoes'],
    ['q2', '红色 鞋子'],
  ]);
});

/** A textbook case: 20 both yes, 5 only the first, 10 only the second, 15 both no: (0.7 - 0.5) / (1 - 0.5). */
it("computes Cohen's kappa", () => {
  const times = (count: number, a: number, b: number) => Array.from({ length: count }, () => [a, b] as const);
  const pairs = [...times(20, 1, 1), ...times(5, 1, 0), ...times(10, 0, 1), ...times(15, 0, 0)];
  expect(cohensKappa(pairs, 2)).toBeCloseTo(0.4, 12);
  expect(cohensKappa(times(5, 1, 1), 2)).toBeNull();
  expect(cohensKappa([], 4)).toBeNull();
});

it('forgives neighbouring grades when weighted', () => {
  const near = [
    [0, 0],
    [1, 2],
    [2, 1],
    [3, 3],
  ] as const;
  expect(cohensKappa(near, 4, true)).toBeGreaterThan(cohensKappa(near, 4) ?? 1);
});
