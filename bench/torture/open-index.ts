/** Opens the vectors of a library as the engine does, searches them, and prints what is nearest. Forked by `index-files.ts`. */
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { LibraryVectors } from '../../electron/engine/vector/library-vectors.ts';
import { tiny } from './index-files.ts';

const [dir = '', key = ''] = process.argv.slice(2);
const database = openDatabase(dir);
const said: string[] = [];
const vectors = await LibraryVectors.open(database, {
  ...{ ...tiny, dir, cacheKey: Buffer.from(key, 'hex') },
  log: (line) => said.push(line),
});
const { images } = vectors;
const nearest = [1, 500, 1900].map((label) => images.search(images.get(label) as Float32Array, 3)[0]?.label);
process.stdout.write(JSON.stringify({ size: images.size, nearest, said }));
// What is built anew is not waited for.
process.exit(0);
