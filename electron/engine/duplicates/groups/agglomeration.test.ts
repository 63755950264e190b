import { describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../numbers/random.ts';
import { joinGroups, type NodeLink } from './agglomeration.ts';

const link = (a: number, b: number, probability: number, more: Partial<NodeLink> = {}): NodeLink => ({
  a: Math.min(a, b),
  b: Math.max(a, b),
  probability,
  apart: false,
  rank: 1,
  ...more,
});

/** The groups at a threshold, each as its nodes. */
const groupsAt = (links: readonly NodeLink[], threshold: number, count = 8): number[][] =>
  joinGroups(count, links)
    .filter(({ cohesion, until }) => cohesion >= threshold && until < threshold)
    .map(({ nodes: members }) => [...members])
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

describe('grouping', () => {
  it('puts together what is alike all round', () => {
    expect(groupsAt([link(0, 1, 0.9), link(1, 2, 0.8), link(0, 2, 0.85), link(4, 5, 0.95)], 0.5)).toEqual([
      [0, 1, 2],
      [4, 5],
    ]);
  });

  it('does not melt a chain of look-alikes into one group', () => {
    const chain = [link(0, 1, 0.97), link(1, 2, 0.96), link(2, 3, 0.95), link(3, 4, 0.94), link(4, 5, 0.93)];
    for (const group of groupsAt(chain, 0.5)) expect(group.length).toBeLessThanOrEqual(2);
  });

  it('does not let strong links carry a pair that is clearly not the same', () => {
    expect(groupsAt([link(0, 1, 0.99), link(1, 2, 0.98), link(0, 2, 0.05)], 0.5)).toEqual([[0, 1]]);
    expect(groupsAt([link(0, 1, 0.99), link(1, 2, 0.98), link(0, 2, 0.4)], 0.5)).toEqual([[0, 1, 2]]);
  });

  it('keeps apart what may not be together, whatever the links say', () => {
    const links = [link(0, 1, 0.99), link(1, 2, 0.98), link(0, 2, 0.97, { apart: true })];
    expect(groupsAt(links, 0.5)).toEqual([[0, 1]]);
  });

  it('gives smaller groups at higher thresholds, never others', () => {
    const random = seededRandom(5);
    const links: NodeLink[] = [];
    for (let a = 0; a < 12; a++) for (let b = a + 1; b < 12; b++) if (random() < 0.6) links.push(link(a, b, random()));
    let above: number[][] | undefined;
    for (const threshold of [0.9, 0.7, 0.5, 0.3, 0.1]) {
      const groups = groupsAt(links, threshold, 12);
      expect(new Set(groups.flat()).size).toBe(groups.flat().length);
      for (const small of above ?? [])
        expect(groups.some((group) => small.every((node) => group.includes(node)))).toBe(true);
      above = groups;
    }
  });

  it('is the same whatever order the links come in', () => {
    const random = seededRandom(9);
    const links: NodeLink[] = [];
    for (let a = 0; a < 10; a++) {
      for (let b = a + 1; b < 10; b++) links.push(link(a, b, Math.round(random() * 10) / 10));
    }
    const once = joinGroups(10, links);
    for (let i = 0; i < 5; i++) expect(joinGroups(10, shuffled(links, random))).toEqual(once);
  });

  it('names a group after its weakest join', () => {
    const links = [link(0, 1, 0.99, { rank: 0 }), link(1, 2, 0.9, { rank: 2 }), link(0, 2, 0.9, { rank: 1 })];
    expect(joinGroups(3, links).map(({ rank }) => rank)).toEqual([0, 1]);
  });
});
