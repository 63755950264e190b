import { expect, it } from 'vitest';
import type { GivenVerdict } from './groups/judgements.ts';
import { bulkOffer, recordOf } from './track-record.ts';

let day = 0;
const said = (shown: number | null, value: GivenVerdict['value'], by: GivenVerdict['by'] = 'person'): GivenVerdict => ({
  leftKey: day,
  rightKey: 100_000 + day,
  value,
  decidedAt: new Date(Date.UTC(2026, 0, 1) + 60_000 * day++).toISOString(),
  by,
  shown,
});
const many = (count: number, make: () => GivenVerdict) => Array.from({ length: count }, make);

it('counts what was shown when people decided, the latest 200, and says how sure that is', () => {
  const rows = [
    ...many(50, () => said(0.9, 'different')),
    ...many(190, () => said(0.9, 'same')),
    ...many(4, () => said(0.7, 'variant')),
    ...many(4, () => said(0.3, 'different')),
    ...many(2, () => said(0.3, 'same')),
    ...many(30, () => said(null, 'same')),
    ...many(30, () => said(0.9, 'different', 'rule')),
  ];
  const record = recordOf(rows);
  expect(record).toMatchObject({ decisions: 200, right: 194 });
  expect(record.from).toBeGreaterThan(0.93);
  expect(record.to).toBeLessThan(0.99);
  expect(recordOf([])).toEqual({ decisions: 0, right: 0, from: 0, to: 1 });
});

it('offers merging many only from where on enough was right, and says what is missing', () => {
  const rows = [...many(40, () => said(0.97, 'same')), ...many(10, () => said(0.6, 'different'))];
  const offer = bulkOffer(rows, null, 0.95);
  expect(offer).toMatchObject({ of: 40, right: 40, missing: 0 });
  expect(offer.minProbability).toBeGreaterThan(0.6);
  expect(bulkOffer(rows, null, 0.99)).toMatchObject({ minProbability: null });
  expect(bulkOffer(rows.slice(0, 10), null, 0.95)).toMatchObject({
    minProbability: null,
    of: 10,
    right: 10,
    missing: 22,
  });
});

it('begins anew with weights that were learned since', () => {
  const rows = many(60, () => said(0.97, 'same'));
  expect(bulkOffer(rows, rows[49]?.decidedAt ?? '', 0.95)).toMatchObject({ minProbability: null, of: 10 });
});
