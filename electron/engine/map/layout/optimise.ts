/**
 * Moves points of the plane until neighbours are together: the stochastic descent of UMAP (McInnes, Healy & Melville 2018, section 3.2)
 * with its usual numbers. What an epoch does follows from its number alone, so that a layout which was stopped goes on as if it had not been.
 */
import type { LayoutGraph } from './graph.ts';

/** Of the curve 1 / (1 + a d^2b) that stands for "together", fitted to a smallest distance of 0.1 and a spread of 1. */
const a = 1.576943460405378;
const b = 0.8950608781227859;
/** Points that are pushed away for each neighbour that is drawn near. */
const pushed = 5;
/**
 * How far everything is drawn to the middle in the first epoch, less in each that follows. Groups that share no neighbour would drift apart
 * without end, and leave most of the map empty.
 */
const gathered = 0.02;
/** The farthest that one push or pull moves a point. */
const farthest = 4;

/** Epochs that a layout takes: few points need more to find their places. */
export function epochsFor(points: number): number {
  if (points <= 10_000) return 500;
  return points <= 30_000 ? 300 : 200;
}

export interface Descent {
  readonly graph: LayoutGraph;
  /** [points x 2], changed in place. */
  readonly places: Float32Array;
  readonly epochs: number;
  readonly seed: number;
}

/** One pass over the edges that are due; strong ones are due more often. `epoch` counts from 0. */
export function runEpoch({ graph, places, epochs, seed }: Descent, epoch: number): void {
  const { heads, tails, weights } = graph;
  const points = places.length / 2;
  const rate = 1 - epoch / epochs;
  let state = (Math.imul(epoch + 1, 0x9e3779b1) ^ seed) | 1;
  for (let edge = 0; edge < heads.length; edge++) {
    // As often as `weight` of all epochs, spread evenly.
    const weight = weights[edge] as number;
    if (Math.floor((epoch + 1) * weight) === Math.floor(epoch * weight)) continue;
    const head = 2 * (heads[edge] as number);
    const tail = 2 * (tails[edge] as number);
    let x = places[head] as number;
    let y = places[head + 1] as number;
    let dx = x - (places[tail] as number);
    let dy = y - (places[tail + 1] as number);
    let squared = dx * dx + dy * dy;
    if (squared > 0) {
      const power = squared ** b;
      const pull = (-2 * a * b * power) / (squared * (a * power + 1));
      const moveX = rate * clipped(pull * dx);
      const moveY = rate * clipped(pull * dy);
      x += moveX;
      y += moveY;
      places[tail] = (places[tail] as number) - moveX;
      places[tail + 1] = (places[tail + 1] as number) - moveY;
    }
    for (let n = 0; n < pushed; n++) {
      // Marsaglia's xorshift.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const other = 2 * ((state >>> 0) % points);
      if (other === head) continue;
      dx = x - (places[other] as number);
      dy = y - (places[other + 1] as number);
      squared = dx * dx + dy * dy;
      if (squared > 0) {
        const push = (2 * b) / ((0.001 + squared) * (a * squared ** b + 1));
        x += rate * clipped(push * dx);
        y += rate * clipped(push * dy);
      } else {
        x += rate * farthest;
        y += rate * farthest;
      }
    }
    places[head] = x;
    places[head + 1] = y;
  }
  for (let i = 0; i < places.length; i++) places[i] = (places[i] as number) * (1 - gathered * rate);
}

function clipped(value: number): number {
  return Math.min(farthest, Math.max(-farthest, value));
}
