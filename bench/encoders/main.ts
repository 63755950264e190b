/**
 * How fast models run on this machine: `npm run bench:encoders [-- stages|batches|against]`, all of them when left out. Prints JSON; the
 * images are in LOOKALIKE_DATA.
 *
 * stages: reading alone, encoding alone, both at once, and how long one query takes. batches: images a second and peak memory by execution
 * provider, sessions and batch size, each in a process of its own. against: from files to vectors, beside the pipeline of @huggingface/transformers on
 * the same ONNX file and the same images, in turns.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isImageName } from '../../electron/engine/images/index.ts';
import { requireData } from '../support/data.ts';
import { runAgainst } from './against.ts';
import { runBatches } from './batches.ts';
import { runStages } from './stages.ts';

const sets = { 'fashion-2k': imagesOf('fashion-2k'), photos: imagesOf('photos') };
const sections: Readonly<Record<string, () => Promise<unknown>>> = {
  stages: () => runStages(sets),
  batches: runBatches,
  against: () => runAgainst(sets),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in sections));
if (unknown !== undefined) throw new Error(`There is no section "${unknown}": ${Object.keys(sections).join(', ')}.`);
const results: Record<string, unknown> = {};
for (const [name, run] of Object.entries(sections)) {
  if (wanted.length === 0 || wanted.includes(name)) results[name] = await run();
}
console.log(JSON.stringify(results, null, 2));

function imagesOf(name: string): string[] {
  const folder = requireData(name);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isImageName)
    .toSorted()
    .map((file) => path.join(folder, file));
}
