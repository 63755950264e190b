/** The side of @huggingface/transformers in `against`: `node theirs.ts <folder of models> <pictures a call>`. */
import { z } from 'zod';
import { answerRounds, toStart } from './shared.ts';

interface Extracted {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The part of the package that is used; it is not installed with the app. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(
    task: 'image-feature-extraction',
    model: string,
    options: { dtype: 'fp32'; device: 'cpu' },
  ): Promise<(files: readonly string[]) => Promise<Extracted>>;
}

const [folder, size] = z.tuple([z.string(), z.coerce.number().int().positive()]).parse(process.argv.slice(2));
const name: string = '@huggingface/transformers';
const { env, pipeline } = (await import(name)) as Transformers;
env.allowRemoteModels = false;
env.localModelPath = folder;
await toStart();
const extract = await pipeline('image-feature-extraction', 'starter', { dtype: 'fp32', device: 'cpu' });

answerRounds(async (files) => {
  const vectors: number[][] = [];
  for (let at = 0; at < files.length; at += size) {
    const { data, dims } = await extract(files.slice(at, at + size));
    const dimensions = dims.at(-1) ?? 1;
    for (let row = 0; row < data.length; row += dimensions) vectors.push([...data.subarray(row, row + dimensions)]);
  }
  return vectors;
});
