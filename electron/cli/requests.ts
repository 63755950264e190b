/** What the terminal and `batch` can ask of a library, in one shape for both. */
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { isClipName } from '../contract/key-frames.ts';
import { askedHash, type Region, regionSchema } from '../contract/region.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { ClipFrame, Hit, QueryPart } from '../contract/search.ts';
import { filterRecordSchema, toFilters } from './filters.ts';

const words = z.array(z.string()).default([]);

export const searchRequestSchema = z.strictObject({
  text: words,
  images: words,
  /** The part of each image that is meant, in their order; images beyond them are meant as a whole. */
  regions: z.array(regionSchema.nullable()).default([]),
  /** Whether bars around an image, as on a screenshot, are cut off first. */
  cut: z.boolean().default(true),
  like: words,
  minusText: words,
  minusImages: words,
  filters: filterRecordSchema.default({}),
  k: z.int().min(1).max(10_000).default(10),
  imagesOnly: z.boolean().default(false),
  /** Whether barcodes on the images are read first, which takes longer than the search. */
  barcodes: z.boolean().default(false),
  /** Off: who asks for k results from a script gets k. */
  cutoff: z.boolean().default(false),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

export const embedRequestSchema = z.strictObject({ text: z.string().optional(), image: z.string().optional() });
export type EmbedRequest = z.infer<typeof embedRequestSchema>;

/** The most results that one call of the engine gives. */
const pageSize = 500;

/**
 * `tookMs`: from the request to its results, query images included, without the look-up of a photo; `total`: products that match, of which `results` are the first.
 * @throws {AppError} `BAD_REQUEST`, `NOT_FOUND` for an unknown SKU, and what is wrong with an image file
 */
export async function runSearch(client: Client, request: SearchRequest) {
  const started = performance.now();
  const parts = await queryParts(client, request);
  // Before the search, which products with a number on the photo lead, and those that it likely shows.
  const barcodes = request.barcodes && request.images.length > 0 ? await barcodesOn(client, parts) : null;
  const photo = onlyPhotoOf(parts);
  const before = performance.now();
  const shown = photo === null ? null : await lookUp(client, photo);
  const lookedUpFor = performance.now() - before;
  const hits: Hit[] = [];
  let total = 0;
  do {
    const page = await client.call('search.run', {
      parts,
      filters: toFilters(request.filters),
      offset: hits.length,
      limit: Math.min(pageSize, request.k - hits.length),
      imagesOnly: request.imagesOnly,
      cutoff: request.cutoff,
      facets: false,
    });
    total = page.total;
    if (page.hits.length === 0) break;
    hits.push(...page.hits);
  } while (hits.length < Math.min(request.k, total));
  const tookMs = Math.round((performance.now() - started - lookedUpFor) * 10) / 10;
  const frames = parts.flatMap((part) => (part.kind === 'clip' && part.weight > 0 ? part.frames : []));
  const results = hits.map(({ rank, sku, title, score, image, matchedFrame, why }) => ({
    ...{ rank, sku, title, score },
    image: image?.path ?? null,
    ...(matchedFrame === undefined ? {} : { frameAt: frames[matchedFrame]?.at ?? null }),
    why,
  }));
  const cut = parts.flatMap((part) => (part.kind === 'image' && part.cut !== undefined ? [part.region] : []));
  return {
    ...{ tookMs, total, results },
    ...(cut.length === 0 ? {} : { cut }),
    ...(frames.length === 0 ? {} : { frames: frames.map(({ at, region }) => ({ at, cut: region ?? null })) }),
    ...(barcodes === null ? {} : { barcodes }),
    ...(shown === null ? {} : { lookUp: shown }),
  };
}

/** What barcodes say that stand on the images asked with, and the numbers of the products that carry them. */
async function barcodesOn(client: Client, parts: readonly QueryPart[]) {
  const wanted = parts.flatMap((part) => {
    if (part.weight < 0) return [];
    return part.kind === 'image' ? [askedHash(part)] : part.kind === 'clip' ? part.frames.map(askedHash) : [];
  });
  const read = await Promise.all(wanted.map((hash) => client.call('search.barcodes', { hash })));
  return read.flat().map(({ products, ...code }) => ({ ...code, products: products.map(({ sku }) => sku) }));
}

/** The hash of the image, or of the part of it that is meant, where one image is asked with and nothing else. */
function onlyPhotoOf(parts: readonly QueryPart[]): string | null {
  const [part] = parts;
  return parts.length === 1 && part?.kind === 'image' && part.weight > 0 ? askedHash(part) : null;
}

/** Whether the catalog has what the photo shows: `verdict` one, few or none; and the product whose photo it is a copy of. */
async function lookUp(client: Client, hash: string) {
  const { best } = await client.call('duplicates.checkImage', { hash });
  const { verdict, known, candidates, saidToBe } = await client.call('search.lookUp', { hash });
  const skuOf = (id: number): string | null => candidates.find(({ product }) => product.id === id)?.product.sku ?? null;
  return {
    verdict,
    known,
    candidates: candidates.map(({ product: { sku, title }, probability, confirmed }) => ({
      ...{ sku, title },
      probability,
      confirmed,
    })),
    saidToBe: saidToBe === null ? null : skuOf(saidToBe),
    copyOf: best === null || best.kind === 'listing' ? null : { sku: best.product.sku, kind: best.kind },
  };
}

async function queryParts(client: Client, request: SearchRequest): Promise<QueryPart[]> {
  if (request.regions.length > request.images.length)
    throw new AppError('BAD_REQUEST', 'Each region is one of an image: there are more regions than images.');
  const image = async (file: string, weight: number, of?: Region | null): Promise<QueryPart> => {
    if (isClipName(file)) return clip(file, weight, of);
    const given = of ?? undefined;
    const { hash, content } = await client.call('search.addImage', { path: absolute(file), region: given });
    const isCut = request.cut && of === undefined && content !== undefined;
    return { kind: 'image', hash, weight, region: isCut ? content : given, ...(isCut ? { cut: 'bars' } : {}) };
  };
  const clip = async (file: string, weight: number, of?: Region | null): Promise<QueryPart> => {
    if (of !== undefined && of !== null)
      throw new AppError('BAD_REQUEST', `${file} is a clip: a region is the part of a picture. Give "whole" for it.`);
    const { name, frames } = await client.call('search.addClip', { path: absolute(file) });
    const whole = ({ hash, at }: ClipFrame): ClipFrame => ({ hash, at });
    return { kind: 'clip', name, weight, frames: request.cut ? frames : frames.map(whole) };
  };
  const like = async (sku: string): Promise<QueryPart> => {
    const { id } = await client.call('catalog.productBySku', { sku });
    return { kind: 'product', productId: id, weight: 1 };
  };
  const text =
    (weight: number) =>
    (words: string): QueryPart => ({ kind: 'text', text: words, weight });
  return [
    ...request.text.map(text(1)),
    ...(await Promise.all(request.images.map((file, at) => image(file, 1, request.regions[at])))),
    ...(await Promise.all(request.like.map(like))),
    ...request.minusText.map(text(-1)),
    ...(await Promise.all(request.minusImages.map((file) => image(file, -1)))),
  ];
}

/** @throws {AppError} `BAD_REQUEST` unless exactly one of text and image is given */
export function runEmbed(client: Client, { text, image }: EmbedRequest) {
  if ((text === undefined) === (image === undefined))
    throw new AppError('BAD_REQUEST', 'Give either a text or an image.');
  return client.call('encoders.embed', text === undefined ? { path: absolute(image ?? '') } : { text });
}

/** Relative paths count from the folder of the person, which the engine does not know. */
function absolute(file: string): string {
  return file.startsWith('file:') ? file : path.resolve(file);
}
