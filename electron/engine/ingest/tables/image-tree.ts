/** The files below the folder of a table, by name, for cells that name an image by another path than the one it has here. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isImageName } from '../../images/names.ts';

/** Deeper and larger trees are not those of one catalog; what lies beyond is found by its own path only. */
const maxDepth = 8;
const maxFiles = 300_000;

export class ImageTree {
  readonly #root: string;
  #listed: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Absolute paths of the images of this name, whatever its case and Unicode form. */
  async named(base: string): Promise<readonly string[]> {
    this.#listed ??= list(this.#root);
    return (await this.#listed).get(looseKey(base)) ?? [];
  }
}

async function list(root: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const stack = [{ folder: root, depth: 0 }];
  let files = 0;
  for (let visit = stack.pop(); visit !== undefined && files < maxFiles; visit = stack.pop()) {
    const { folder, depth } = visit;
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    if (entries.some(({ name }) => name === 'library.sqlite')) continue;
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < maxDepth) stack.push({ folder: file, depth: depth + 1 });
      } else if (isImageName(entry.name)) {
        files++;
        const key = looseKey(entry.name);
        found.set(key, [...(found.get(key) ?? []), file]);
      }
    }
  }
  return found;
}

export function looseKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** How many names at the end of both paths are the same. */
export function sharedEnd(a: string, b: string): number {
  const left = looseKey(a)
    .split(/[\\/]+/)
    .filter(Boolean);
  const right = looseKey(b)
    .split(/[\\/]+/)
    .filter(Boolean);
  let shared = 0;
  while (shared < left.length && shared < right.length && left.at(-1 - shared) === right.at(-1 - shared)) shared++;
  return shared;
}
