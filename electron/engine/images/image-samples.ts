/** Images made for tests: drawn, never found, so that each says what it is for. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** An image with enough going on that resizing and hashing have something to work on. */
export function drawing(width: number, height: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none">
    <rect width="100" height="100" fill="#f4efe6"/><circle cx="35" cy="40" r="22" fill="#b3202c"/>
    <rect x="55" y="20" width="30" height="65" fill="#1d4f7c"/><path d="M5 95 L40 60 L70 95 Z" fill="#3f7d3a"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

export interface SampleFolder {
  readonly path: string;
  write(name: string, content: Buffer | Sharp | Promise<Buffer>): Promise<string>;
  remove(): Promise<void>;
}

export async function sampleFolder(): Promise<SampleFolder> {
  const path = await mkdtemp(join(tmpdir(), 'lookalike-pictures-'));
  return {
    path,
    async write(name, content) {
      const file = join(path, name);
      await writeFile(file, 'toBuffer' in content ? await content.toBuffer() : await content);
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
