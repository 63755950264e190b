/** The sample catalog of the first start: drawn once, below the application's own folder. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { generateSample } from '../../assets/sample/generate.ts';

/** Makes the sample in `dir` unless it is there; answers the path of its table, which is written last. */
export async function ensureSample(dir: string, log: (text: string) => void): Promise<string> {
  const table = path.join(dir, 'products.csv');
  if (existsSync(table)) return table;
  log('Drawing the sample catalog ...');
  const sample = await generateSample(dir);
  log(`Drew ${sample.pictures} pictures of ${sample.products} products.`);
  return sample.table;
}
