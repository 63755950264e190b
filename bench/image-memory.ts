/** What decoding one image takes at its peak: `node bench/image-memory.ts FILE` (Linux). The figures of engine/images/memory.ts come from it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelManifestSchema } from '../electron/contract/model-manifest.ts';
import { decodeImage, readHeader, readImageFile } from '../electron/engine/images/index.ts';

/** [bytes] */
const peak = (): number => 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);

const [file = ''] = process.argv.slice(2);
const starter = path.join(import.meta.dirname, '../models/starter/model.json');
const { vision } = modelManifestSchema.parse(JSON.parse(readFileSync(starter, 'utf8')));
const thumbDir = mkdtempSync(path.join(tmpdir(), 'lookalike-image-memory-'));
const image = await readImageFile(file);
const { width, height, format } = await readHeader(image);
const before = peak();
await decodeImage(image, { vision, thumbDir });
const bytes = peak() - before;
rmSync(thumbDir, { recursive: true });
console.log(JSON.stringify({ file, format, width, height, megabytes: bytes / 1e6, perPixel: bytes / width / height }));
