/**
 * Keeps what was learned between runs, in `index/recommendations.bin`: a line of JSON that says what follows, then the numbers as they are in
 * memory. It is a cache: a file that is missing, cut or of another version or platform is learned anew.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Histories } from './histories.ts';
import type { ItemWeights } from './item-weights.ts';
import type { Learned } from './learned.ts';

const format = 1;
const newline = 0x0a;

const types = { Int32Array, Float32Array, Float64Array } as const;
type Numbers = Int32Array | Float32Array | Float64Array;

const quality = z.array(z.object({ method: z.string(), recall: z.number(), ndcg: z.number(), weight: z.number() }));

const headerSchema = z.object({
  format: z.literal(format),
  stamp: z.string(),
  items: z.int().min(0),
  events: z.int(),
  quality: z.object({ goesWith: quality, next: quality }),
  arrays: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['Int32Array', 'Float32Array', 'Float64Array']),
      length: z.int().min(0),
    }),
  ),
  sha256: z.hex(),
});

/** `stamp` says of which events it is. */
export async function writeLearned(file: string, learned: Learned, stamp: string): Promise<void> {
  const arrays = Object.entries(arraysOf(learned));
  const body = Buffer.concat(
    arrays.map(([, { buffer, byteOffset, byteLength }]) => padded(buffer, byteOffset, byteLength)),
  );
  const header = {
    format,
    stamp,
    items: learned.products.length,
    events: learned.events,
    quality: learned.quality,
    arrays: arrays.map(([name, array]) => ({ name, type: array.constructor.name, length: array.length })),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
  const temporary = `${file}.tmp`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(temporary, [Buffer.from(`${JSON.stringify(header)}\n`), body]);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Undefined when there is none that can be used. */
export async function readLearned(file: string): Promise<{ learned: Learned; stamp: string } | undefined> {
  try {
    const bytes = await readFile(file);
    const end = bytes.indexOf(newline);
    const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
    const body = Uint8Array.from(bytes.subarray(end + 1));
    if (createHash('sha256').update(body).digest('hex') !== header.sha256) return undefined;
    const found: Record<string, Numbers> = {};
    let at = 0;
    for (const { name, type, length } of header.arrays) {
      const array = new types[type](body.buffer, at, length);
      found[name] = array;
      at += roundedUp(array.byteLength);
    }
    const learned = learnedFrom(found, header);
    return learned === undefined ? undefined : { learned, stamp: header.stamp };
  } catch {
    return undefined;
  }
}

/** On a boundary of the widest number. */
const roundedUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function padded(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): Buffer {
  const bytes = Buffer.alloc(roundedUp(byteLength));
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
  return bytes;
}

function arraysOf(learned: Learned): Record<string, Numbers> {
  const { products, sessionEnds, customerKeys, popular, bought } = learned;
  const parts: Record<string, Numbers> = { products, sessionEnds, customerKeys, popular, bought };
  for (const name of ['baskets', 'sessions', 'customers'] as const) {
    parts[`${name}.starts`] = learned[name].starts;
    parts[`${name}.items`] = learned[name].items;
  }
  for (const name of ['together', 'ease', 'next', 'ordered'] as const) {
    parts[`${name}.starts`] = learned[name].starts;
    parts[`${name}.items`] = learned[name].items;
    parts[`${name}.weights`] = learned[name].weights;
  }
  return parts;
}

/** Undefined where a part is missing, or names an item that is not there. */
function learnedFrom(
  found: Readonly<Record<string, Numbers>>,
  { items: itemCount, events, quality }: z.infer<typeof headerSchema>,
): Learned | undefined {
  const whole = (name: string): Int32Array => {
    const numbers = found[name];
    if (!(numbers instanceof Int32Array)) throw new TypeError(`${name} is missing.`);
    return numbers;
  };
  const floats = (name: string): Float64Array => {
    const numbers = found[name];
    if (!(numbers instanceof Float64Array)) throw new TypeError(`${name} is missing.`);
    return numbers;
  };
  const rows = (name: string): Histories => {
    const [starts, items] = [whole(`${name}.starts`), whole(`${name}.items`)];
    checkRows(starts, items, itemCount);
    return { itemCount, starts, items };
  };
  const weights = (name: string): ItemWeights => {
    const own = found[`${name}.weights`];
    const { starts, items } = rows(name);
    if (!(own instanceof Float32Array) || own.length !== items.length || starts.length !== itemCount + 1)
      throw new TypeError(`${name} is damaged.`);
    return { itemCount, starts, items, weights: own };
  };
  return {
    products: whole('products'),
    baskets: rows('baskets'),
    together: weights('together'),
    ease: weights('ease'),
    sessions: rows('sessions'),
    sessionEnds: floats('sessionEnds'),
    next: weights('next'),
    customers: rows('customers'),
    customerKeys: floats('customerKeys'),
    ordered: weights('ordered'),
    popular: floats('popular'),
    bought: floats('bought'),
    quality,
    events,
  };
}

function checkRows(starts: Int32Array, items: Int32Array, itemCount: number): void {
  if (starts[0] !== 0 || starts.at(-1) !== items.length) throw new RangeError('Rows are damaged.');
  for (let row = 1; row < starts.length; row++)
    if ((starts[row] as number) < (starts[row - 1] as number)) throw new RangeError('Rows are damaged.');
  for (const item of items) if (item < 0 || item >= itemCount) throw new RangeError('An item is not there.');
}
