/** Draws the sample catalog into the folder named on its command line, in a process of its own: no native code runs in the main one. */
import { generateSample } from '../../assets/sample/generate.ts';

const dir = process.argv[2];
if (dir === undefined) throw new TypeError('The folder for the sample catalog is missing.');
await generateSample(dir);
process.exit(0);
