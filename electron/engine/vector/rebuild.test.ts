import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { loadNativeAddon } from './addon.ts';
import { buildGraph, type Snapshot } from './rebuild.ts';

const dimensions = 64;

function snapshot(rows: number): Snapshot {
  return {
    labels: Float64Array.from({ length: rows }, (_, row) => row),
    fingerprints: new Uint32Array(rows),
    vectors: Float32Array.from({ length: rows * dimensions }, (_, i) => Math.sin(i * 12.9898) % 1),
  };
}

const build = (rows: number, signal: AbortSignal) =>
  buildGraph(loadNativeAddon(), dimensions, snapshot(rows), path.join(tmpdir(), `rebuild-${process.pid}.tmp`), signal);

it('can be stopped at any moment without taking the process along', async () => {
  for (const afterMs of [0, 60, 120, 250, 400]) {
    const stop = new AbortController();
    const graph = build(20_000, stop.signal);
    const outcome = expect(graph).rejects.toThrow();
    await pause(afterMs);
    stop.abort();
    await outcome;
  }
});

it('holds every row', async () => {
  const graph = await build(500, new AbortController().signal);
  expect(graph.count).toBe(500);
});
