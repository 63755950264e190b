/** Small models whose image tower is no good, each in its own way: two of them only for a graphics card. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import { writeFamilyModel } from './family-model.ts';
import { OnnxGraph } from './onnx-file.ts';

/**
 * fails: WebGPU takes the file and then cannot run it, for want of transposed convolutions in three dimensions. imprecise: what is left
 * of its sums after a difference of large numbers is rounding, which is another one on every kind of device. endless: a run goes round a
 * loop for ever. hungry: a run fills more than three gigabytes.
 */
export type Oddity = 'fails' | 'imprecise' | 'endless' | 'hungry';

const towers: Readonly<Record<Oddity, (manifest: ModelManifest) => Uint8Array>> = {
  fails: failingTower,
  imprecise: impreciseTower,
  endless: endlessTower,
  hungry: hungryTower,
};

/** Writes a model folder; answers its model.json. */
export async function writeOddModel(folder: string, oddity: Oddity): Promise<ModelManifest> {
  const { manifest } = await writeFamilyModel(folder, 'clip', { id: `test-${oddity}` });
  const { vision, files } = manifest;
  const tower = towers[oddity](manifest);
  const sha256 = createHash('sha256').update(tower).digest('hex');
  await writeFile(join(folder, vision.file), tower);
  const changed = { ...manifest, files: { ...files, [vision.file]: { bytes: tower.length, sha256 } } };
  await writeFile(join(folder, 'model.json'), JSON.stringify(changed));
  return changed;
}

function failingTower(manifest: ModelManifest): Uint8Array {
  const graph = new OnnxGraph();
  const deep = graph.node('Unsqueeze', [pixels(graph, manifest), graph.constant('axis', 'int64', [1], [2])]);
  const kernel = graph.constant(
    'kernel',
    'float32',
    [3, manifest.dimensions, 1, 2, 2],
    waves(12 * manifest.dimensions),
  );
  const spread = graph.node('ConvTranspose', [deep, kernel], { kernel_shape: [1, 2, 2] });
  return finished(graph, manifest, graph.node('ReduceMean', [spread], { axes: [2, 3, 4], keepdims: 0 }));
}

function impreciseTower(manifest: ModelManifest): Uint8Array {
  const graph = new OnnxGraph();
  const kernel = graph.constant('kernel', 'float32', [manifest.dimensions, 3, 1, 1], waves(3 * manifest.dimensions));
  const mixed = graph.node('Conv', [pixels(graph, manifest), kernel], { kernel_shape: [1, 1] });
  const large = graph.node('Add', [mixed, graph.constant('large', 'float32', [1], [1e6])]);
  const mean = graph.node('ReduceMean', [large], { axes: [2, 3], keepdims: 0 });
  return finished(graph, manifest, graph.node('Sub', [mean, graph.constant('large', 'float32', [1], [1e6])]));
}

function endlessTower(manifest: ModelManifest): Uint8Array {
  const body = new OnnxGraph();
  body.input('round', 'int64', []);
  body.output('again', body.input('goes_on', 'bool', []), 'bool', []);
  const sum = body.node('Add', [body.input('sum', 'float32', ['batch', 3]), 'small']);
  body.output('next', sum, 'float32', ['batch', 3]);

  const graph = new OnnxGraph();
  const start = graph.node('ReduceMean', [pixels(graph, manifest)], { axes: [2, 3], keepdims: 0 });
  graph.constant('small', 'float32', [1], [1e-9]);
  const rounds = graph.constant('rounds', 'int64', [], [2 ** 62]);
  const last = graph.node('Loop', [rounds, graph.constant('yes', 'bool', [], [1]), start], { body });
  const mix = graph.constant('mix', 'float32', [3, manifest.dimensions], waves(3 * manifest.dimensions));
  return finished(graph, manifest, graph.node('MatMul', [last, mix]));
}

function hungryTower(manifest: ModelManifest): Uint8Array {
  const graph = new OnnxGraph();
  const mean = graph.node('ReduceMean', [pixels(graph, manifest)], { axes: [2], keepdims: 0 });
  const start = graph.node('ReduceMean', [mean], { axes: [2], keepdims: 1 });
  const spread = graph.node('Expand', [start, graph.constant('many', 'int64', [3], [1, 3, 300_000_000])]);
  const last = graph.node('ReduceMean', [spread], { axes: [2], keepdims: 0 });
  const mix = graph.constant('mix', 'float32', [3, manifest.dimensions], waves(3 * manifest.dimensions));
  return finished(graph, manifest, graph.node('MatMul', [last, mix]));
}

function pixels(graph: OnnxGraph, { vision }: ModelManifest): string {
  const { name, height, width } = vision.input;
  return graph.input(name, 'float32', ['batch', 3, height, width]);
}

function finished(graph: OnnxGraph, { vision, dimensions }: ModelManifest, value: string): Uint8Array {
  graph.output(vision.outputs.embedding, value, 'float32', ['batch', dimensions]);
  return graph.encode().model;
}

function waves(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i * 1.7) / 3);
}
