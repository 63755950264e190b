import { describe, expect, it } from 'vitest';
import { parseQuery, queryLabel } from './query.ts';

describe('the words of a query', () => {
  const parts = [
    { kind: 'text', text: 'red dress', weight: 1 },
    { kind: 'image', hash: 'a'.repeat(64), weight: 2, name: 'shoe.jpg' },
    { kind: 'text', text: 'striped', weight: -1 },
    { kind: 'text', text: '皮', weight: 0.5 },
  ] as const;

  it('leave out what is not wanted', () => {
    expect(parseQuery(parts, false)).toMatchObject({ text: 'red dress 皮', numbers: ['red dress', '皮'] });
    expect(parseQuery(parts, true)).toMatchObject({ text: '', numbers: [] });
  });

  it('read as one line with signs and weights', () => {
    expect(queryLabel(parts)).toBe('red dress + 2:shoe.jpg - striped + 0.5:皮');
  });
});
