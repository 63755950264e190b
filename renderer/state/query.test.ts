import { beforeEach, describe, expect, it } from 'vitest';
import {
  addPart,
  changePart,
  clearParts,
  clearQuery,
  commitText,
  countFilters,
  excludeTag,
  filterByTag,
  fromQueryPart,
  mostParts,
  removePart,
  requestParts,
  setDraft,
  setFilters,
  setRegion,
  toggleTag,
  useQuery,
} from './query.ts';

const hash = 'a'.repeat(64);
const parts = () => requestParts(useQuery.getState());

beforeEach(clearQuery);

describe('parts', () => {
  it('become signed weights', () => {
    addPart({ kind: 'text', text: 'red dress' });
    addPart({ kind: 'image', hash, name: 'photo.jpg' }, 1, 2);
    addPart({ kind: 'product', productId: 7, name: 'Boot', thumb: null }, -1, 0.5);
    expect(parts()).toEqual([
      { kind: 'text', text: 'red dress', weight: 1 },
      { kind: 'image', hash, name: 'photo.jpg', weight: 2 },
      { kind: 'product', productId: 7, name: 'Boot', weight: -0.5 },
    ]);
  });

  it('are not doubled: the later sign and weight count', () => {
    addPart({ kind: 'product', productId: 7, name: 'Boot', thumb: null });
    addPart({ kind: 'product', productId: 7, name: 'Boot', thumb: null }, -1);
    expect(parts()).toEqual([{ kind: 'product', productId: 7, name: 'Boot', weight: -1 }]);
  });

  it('ask with a part of a photo, and two parts of one photo are two', () => {
    const region = { x: 0, y: 0, width: 0.5, height: 1 };
    addPart({ kind: 'image', hash, name: 'photo.jpg' });
    setRegion(useQuery.getState().parts[0]?.key ?? -1, region);
    expect(parts()).toMatchObject([{ hash, region }]);
    addPart({ kind: 'image', hash, name: 'photo.jpg', region: { ...region, x: 0.5 } });
    expect(parts()).toHaveLength(2);
    const before = useQuery.getState().parts;
    setRegion(before[0]?.key ?? -1, { ...region });
    expect(useQuery.getState().parts).toBe(before);
    setRegion(before[0]?.key ?? -1, undefined);
    expect(parts()[0]).not.toHaveProperty('region', region);
  });

  it('make room for another question, unless it is to be added', () => {
    const text = (words: string) => [{ text: words, sign: 1 as const, weight: 1 }];
    commitText(text('red dress'));
    setDraft(text('laptop'));
    expect(parts()).toEqual([{ kind: 'text', text: 'laptop', weight: 1 }]);
    setDraft(text('silk'), true);
    expect(parts()).toHaveLength(2);
    commitText(text('silk'), true);
    expect(parts().map((part) => part.kind === 'text' && part.text)).toEqual(['red dress', 'silk']);
    commitText(text('laptop bag'));
    expect(parts()).toEqual([{ kind: 'text', text: 'laptop bag', weight: 1 }]);
    commitText([]);
    expect(parts()).toHaveLength(1);
  });

  it('change and leave one at a time', () => {
    commitText([
      { text: 'shirt', sign: 1, weight: 1 },
      { text: 'striped', sign: -1, weight: 1 },
    ]);
    const [shirt, striped] = useQuery.getState().parts;
    changePart(shirt?.key ?? -1, { weight: 3 });
    changePart(striped?.key ?? -1, { sign: 1 });
    expect(parts().map((part) => part.weight)).toEqual([3, 1]);
    removePart(shirt?.key ?? -1);
    expect(parts()).toEqual([{ kind: 'text', text: 'striped', weight: 1 }]);
  });

  it('never exceed what the engine takes', () => {
    for (let i = 0; i < mostParts + 5; i++) addPart({ kind: 'text', text: `word ${i}` });
    setDraft([{ text: 'one more', sign: 1, weight: 1 }], true);
    expect(parts()).toHaveLength(mostParts);
  });

  it('survive the way through the history', () => {
    addPart({ kind: 'text', text: 'leather' }, -1, 2);
    addPart({ kind: 'image', hash, name: 'photo.jpg' });
    const [text, image] = parts();
    expect([text, image].map((part) => (part === undefined ? null : fromQueryPart(part)))).toEqual([
      { kind: 'text', text: 'leather', sign: -1, weight: 2 },
      { kind: 'image', hash, name: 'photo.jpg', sign: 1, weight: 1 },
    ]);
  });
});

describe('the draft', () => {
  it('takes part in the question and becomes parts when entered', () => {
    setDraft([{ text: 'boots', sign: 1, weight: 1 }]);
    const typed = parts();
    commitText(useQuery.getState().draft);
    expect(parts()).toEqual(typed);
    expect(useQuery.getState().draft).toEqual([]);
  });
});

describe('filters', () => {
  it('join names within a group and drop the group with its last name', () => {
    toggleTag('colour', 'Red');
    toggleTag('colour', 'Blue');
    toggleTag('type', 'Shirt');
    toggleTag('colour', 'Red');
    expect(useQuery.getState().filters.tags).toEqual({ colour: ['Blue'], type: ['Shirt'] });
    toggleTag('colour', 'Blue');
    expect(useQuery.getState().filters.tags).toEqual({ type: ['Shirt'] });
  });

  it('are counted, and taken off without a trace', () => {
    setFilters({ priceMin: 10 });
    setFilters({ hasProblem: true, sourceId: 3 });
    toggleTag('type', 'Shirt');
    expect(countFilters(useQuery.getState().filters)).toBe(4);
    setFilters({ priceMin: undefined, hasProblem: undefined });
    setFilters({ sourceId: undefined });
    expect(useQuery.getState().filters).toEqual({ tags: { type: ['Shirt'] } });
  });

  it('leave tags out, which are either wanted or not', () => {
    toggleTag('colour', 'Red');
    excludeTag('colour', 'Red');
    excludeTag('type', 'Shirt');
    expect(useQuery.getState().filters).toEqual({ tags: {}, notTags: { colour: ['Red'], type: ['Shirt'] } });
    expect(countFilters(useQuery.getState().filters)).toBe(2);
    toggleTag('colour', 'Red');
    excludeTag('type', 'Shirt');
    filterByTag('colour', 'Red');
    expect(useQuery.getState().filters).toEqual({ tags: { colour: ['Red'] } });
  });

  it('stay when the parts are cleared', () => {
    toggleTag('type', 'Shirt');
    addPart({ kind: 'text', text: 'red' });
    clearParts();
    expect(parts()).toEqual([]);
    expect(useQuery.getState().filters.tags).toEqual({ type: ['Shirt'] });
  });
});
