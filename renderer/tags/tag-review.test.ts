import type { ReviewItem, StatedTag, Suggestion } from '@contract';
import { describe, expect, it } from 'vitest';
import { chooseInstead, keepAsItIs, refuse } from './tag-review.ts';

const blue: StatedTag = {
  tagId: 1,
  group: 'colour',
  name: 'Blue',
  provenance: 'imported',
  by: null,
  contradicted: false,
  at: '2026-01-01T00:00:00Z',
};
const green: Suggestion = { tagId: 2, group: 'colour', name: 'Green', confidence: 0.9, reasons: [] };

const question = (current: StatedTag | null): ReviewItem => ({
  product: {
    id: 7,
    sku: 'P-7',
    title: 'Bag',
    price: null,
    image: null,
    imageCount: 0,
    tags: [],
    hasProblem: false,
  },
  group: 'colour',
  current,
  suspicion: 0.8,
  proposals: [green],
  evidence: [],
});

const verdicts = (decisions: ReturnType<typeof refuse>): string[] =>
  decisions.map(({ productId, tag, verdict }) => `${productId} ${tag.name} ${verdict}`);

describe('the decisions behind an answer', () => {
  it('change a tag: the old one is rejected, the new one confirmed', () => {
    expect(verdicts(chooseInstead(question(blue), green))).toEqual(['7 Blue rejected', '7 Green confirmed']);
  });

  it('choosing the tag it has already only confirms it', () => {
    expect(verdicts(chooseInstead(question(blue), blue))).toEqual(['7 Blue confirmed']);
  });

  it('keep a tag', () => {
    expect(verdicts(keepAsItIs(question(blue)))).toEqual(['7 Blue confirmed']);
    expect(keepAsItIs(question(null))).toEqual([]);
  });

  it('refuse: the tag in doubt, or else the first proposal', () => {
    expect(verdicts(refuse(question(blue)))).toEqual(['7 Blue rejected']);
    expect(verdicts(refuse(question(null)))).toEqual(['7 Green rejected']);
  });
});
