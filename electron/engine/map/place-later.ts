/** Finds a place for a product that came after the layout: among most of its neighbours, not in the middle between groups of them. */
import { memberships } from './layout/graph.ts';

/** How far apart neighbours still stand together; the map is 2 wide. */
const near = 0.03;

export interface PlacedNeighbour {
  readonly x: number;
  readonly y: number;
  /** 1 - cosine; rising in a list. */
  readonly distance: number;
}

/** Undefined without neighbours. */
export function placeAmong(
  neighbours: readonly PlacedNeighbour[],
): { readonly x: number; readonly y: number } | undefined {
  const count = neighbours.length;
  if (count === 0) return undefined;
  const weights = new Float32Array(count);
  memberships(
    Float32Array.from(neighbours, ({ distance }) => distance),
    0,
    count,
    weights,
  );
  let best: { readonly x: number; readonly y: number } | undefined;
  let most = -1;
  for (const middle of neighbours) {
    let total = 0;
    let x = 0;
    let y = 0;
    neighbours.forEach((other, i) => {
      const squared = (other.x - middle.x) ** 2 + (other.y - middle.y) ** 2;
      const weight = (weights[i] as number) * Math.exp(-squared / (2 * near * near));
      total += weight;
      x += weight * other.x;
      y += weight * other.y;
    });
    if (total <= most) continue;
    most = total;
    best = { x: x / total, y: y / total };
  }
  return best;
}
