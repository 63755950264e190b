/** Lays points out in a thread of its own: it takes seconds to minutes of which none may be taken from searches. */
import { parentPort, workerData } from 'node:worker_threads';
import { fuzzyGraph, type Neighbours } from './graph.ts';
import { epochsFor, runEpoch } from './optimise.ts';
import { principalPlane, startPlaces, upright } from './principal.ts';

export interface LayoutRequest {
  readonly neighbours: Neighbours;
  readonly seed: number;
  /** Vectors [points x dimensions] to begin from, or where an earlier run was. */
  readonly from:
    | { readonly vectors: Float32Array; readonly dimensions: number }
    | { readonly places: Float32Array; readonly epoch: number };
}

/** How far it is; `places` [points x 2] now and then, as a run that goes on would need them. */
export type LayoutMessage =
  | { readonly kind: 'progress'; readonly epoch: number; readonly epochs: number; readonly places?: Float32Array }
  | { readonly kind: 'done'; readonly places: Float32Array };

const tellEveryMs = 150;
const keepEveryMs = 4000;

const { neighbours, seed, from } = workerData as LayoutRequest;
const epochs = epochsFor(neighbours.points);
const graph = fuzzyGraph(neighbours, 1 / epochs);
const places = 'places' in from ? from.places : startPlaces(principalPlane(from.vectors, from.dimensions, seed), seed);
const begun = 'epoch' in from ? from.epoch : 0;
const tell = (message: LayoutMessage): void => parentPort?.postMessage(message);
let told = performance.now();
let kept = told;
for (let epoch = begun; epoch < epochs; epoch++) {
  runEpoch({ graph, places, epochs, seed }, epoch);
  const now = performance.now();
  if (now - told < tellEveryMs) continue;
  told = now;
  const keep = now - kept >= keepEveryMs;
  if (keep) kept = now;
  tell({ kind: 'progress', epoch: epoch + 1, epochs, ...(keep ? { places: places.slice() } : {}) });
}
tell({ kind: 'done', places: upright(places) });
