/** Where products may be on a photo. What a box shows is found out by whoever knows the catalog. */
import type { Region } from '../../../contract/region.ts';
import { areaOf, distinct, intersection, overlapOf } from './boxes.ts';
import type { SmallImage } from './colours.ts';
import { Edges } from './edges.ts';
import { thingsOnPlain } from './plain-background.ts';
import { segmentBoxes } from './segments.ts';

/** The longer side of the picture that boxes are looked for in [px]. */
export const lookedAtSide = 200;

/** A box, and how well the best of the catalog matches what is in it: any number, more is better. */
export interface ScoredRegion {
  readonly region: Region;
  readonly score: number;
}

/** Scores of boxes, in order. */
export type ScoreRegions = (regions: readonly Region[]) => Promise<readonly number[]>;

export interface FoundRegions {
  readonly background: 'plain' | 'busy';
  /** Best first. */
  readonly regions: readonly ScoredRegion[];
}

const mostRegions = 12;
/** What covers more of a plain background may be several things that touch, or a scene. */
const scene = 0.35;
/** Boxes that are scored on a busy photo. */
const mostSegments = 90;
const mostCandidates = 120;
/** How far above the middle of all boxes a match has to be, in spreads of them. */
const standsOut = 1.0;
const mostOverlap = 0.3;
const mostInside = 0.6;
const mostSeen = 0.75;
/** By how much of a side a box is moved to fit better. */
const nudge = 0.14;
const refined = 8;

/** @param image within `lookedAtSide` pixels */
export async function findRegions(image: SmallImage, score: ScoreRegions): Promise<FoundRegions> {
  const things = thingsOnPlain(image);
  if (things?.every((box) => areaOf(box) < scene) === true) {
    const boxes = things.slice(0, mostRegions);
    return { background: 'plain', regions: scored(boxes, await score(boxes)) };
  }
  const boxes = [...(things ?? []), ...segmentBoxes(image).slice(0, mostSegments), ...windows()];
  const edges = new Edges(image);
  const candidates = distinct(boxes, 0.8)
    .filter((box) => !edges.isEmpty(box))
    .slice(0, mostCandidates);
  const all = scored(candidates, await score(candidates));
  const level = standingOut(all.map((one) => one.score));
  const kept = suppressed(
    all.filter((one) => one.score >= level),
    edges,
  ).slice(0, refined);
  return { background: 'busy', regions: suppressed(await better(kept, score), edges) };
}

function scored(regions: readonly Region[], scores: readonly number[]): ScoredRegion[] {
  return regions.map((region, i) => ({ region, score: scores[i] ?? 0 })).sort((a, b) => b.score - a.score);
}

/** The score from which a box stands out: by median and median deviation, which a few good ones do not move. */
function standingOut(scores: readonly number[]): number {
  const middle = median(scores);
  return middle + standsOut * 1.48 * median(scores.map((score) => Math.abs(score - middle)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Of boxes that show the same, the best; what is to see in a box tells that, not how much background it has. */
function suppressed(regions: readonly ScoredRegion[], edges: Edges): ScoredRegion[] {
  const kept: ScoredRegion[] = [];
  for (const one of [...regions].sort((a, b) => b.score - a.score)) {
    const isNew = kept.every(({ region }) => {
      const inside = intersection(region, one.region) / Math.min(areaOf(region), areaOf(one.region));
      const seen = edges.shareWithin(one.region, region);
      return overlapOf(region, one.region) <= mostOverlap && inside <= mostInside && seen <= mostSeen;
    });
    if (isNew) kept.push(one);
  }
  return kept;
}

/** Each box with the sides moved that make it match better. */
async function better(regions: readonly ScoredRegion[], score: ScoreRegions): Promise<ScoredRegion[]> {
  const moved = regions.map(({ region }) => nudged(region));
  const scores = await score(moved.flat());
  let at = 0;
  return regions.map((best, i) => {
    const others = (moved[i] ?? []).map((region) => ({ region, score: scores[at++] ?? 0 }));
    return others.reduce((one, other) => (other.score > one.score ? other : one), best);
  });
}

function nudged({ x, y, width, height }: Region): Region[] {
  const [across, down] = [width * nudge, height * nudge];
  const sides: [number, number, number, number][] = [
    [-across, 0, 0, 0],
    [across, 0, 0, 0],
    [0, -down, 0, 0],
    [0, down, 0, 0],
    [0, 0, across, 0],
    [0, 0, -across, 0],
    [0, 0, 0, down],
    [0, 0, 0, -down],
    [-across, -down, across, down],
    [across, down, -across, -down],
  ];
  return sides.flatMap(([left, top, right, bottom]) => {
    const from = { x: Math.max(0, x + left), y: Math.max(0, y + top) };
    const to = { x: Math.min(1, x + width + right), y: Math.min(1, y + height + bottom) };
    return to.x - from.x < 0.03 || to.y - from.y < 0.03
      ? []
      : [{ ...from, width: to.x - from.x, height: to.y - from.y }];
  });
}

/** Windows of two sizes all over the photo, for things that no colour tells from what is around them. */
function windows(): Region[] {
  return [0.5, 0.34].flatMap((side) => {
    const steps = Math.round((1 - side) / (side / 2));
    const places = Array.from({ length: steps + 1 }, (_, i) => (i * (1 - side)) / steps);
    return places.flatMap((y) => places.map((x) => ({ x, y, width: side, height: side })));
  });
}
