/** What an open library says of itself. */
import path from 'node:path';
import type { LibraryInfo, ModelNotice, Writing } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import type { LibraryVectors } from '../vector/library-vectors.ts';
import type { LibraryParts } from './library.ts';
import type { OfferFacts } from './model-offer.ts';

/** Enough to tell what kind of catalog it is. */
const titlesLookedAt = 1000;

export function libraryInfo(
  parts: LibraryParts,
  vectors: LibraryVectors,
  modelNotice: ModelNotice | null,
): LibraryInfo {
  const { dir, database, catalog, settings, options } = parts;
  const counts = catalog.products.counts();
  return {
    name: settings.name() ?? path.basename(dir),
    dir,
    sample: options.sample ?? false,
    ...counts,
    unencoded: unencodedImages(parts, vectors, counts.images),
    sources: catalog.sources.all().map(({ options: _options, ...source }) => source),
    modelId: vectors.modelId,
    modelNotice,
    index: vectors.status(),
    writing: writingOf(database),
    createdAt: settings.createdAt(),
  };
}

/** Counted from what is in memory, since this is asked again and again while vectors come in. */
export function unencodedImages({ settings }: LibraryParts, vectors: LibraryVectors, images: number): number {
  return Math.max(0, images - vectors.images.size - settings.unreadableImages());
}

function writingOf({ writing: { reason }, closedBecause }: Database): Writing {
  if (closedBecause !== undefined) return { state: 'closed', reason: closedBecause.toPayload() };
  return reason === undefined ? { state: 'open', reason: null } : { state: 'waiting', reason: reason.toPayload() };
}

/** What tells which published model would suit it. */
export function offerFacts({ view, options, catalog }: LibraryParts): OfferFacts {
  const listings = view.sample(titlesLookedAt).map(({ productId, title, language }) => ({
    title,
    language,
    tags: view.tagsOf(productId).map(({ name }) => name),
  }));
  return { products: catalog.products.counts().products, sample: options.sample ?? false, listings };
}
