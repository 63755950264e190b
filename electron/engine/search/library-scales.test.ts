/**
 * The cutoff of models that nobody has measured: found from where their cosines lie in the library, whatever the corner
 * of the sphere.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { type ModelScales, scalesOf } from '../encoders/similarity.ts';
import type { Encoder } from '../encoders/types.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from '../library/testing.ts';
import { openTestLibrary } from '../tags/testing.ts';
import type { VectorIndex } from '../vector/types.ts';
import { LibraryScales } from './library-scales.ts';

const manifestOf = (id: string, similarity: Partial<ModelManifest['similarity']> = {}): ModelManifest =>
  ({
    ...{ id, languages: ['en'], text: { prompts: ['{}'] } },
    similarity: { kind: 'softmax', logitScale: Math.log(100), logitBias: 0, ...similarity },
  }) as unknown as ModelManifest;

describe('a model whose vectors crowd in a corner', () => {
  const dimensions = 48;
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const unit = (values: ArrayLike<number>): Float32Array => {
    const vector = Float32Array.from(values);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const draw = (): Float32Array => unit(Array.from({ length: dimensions }, () => random() + random() + random()));
  /** In dimensions of their own. */
  const corners = { photo: [1, 0], word: [0.6, 0.8] };
  const words = new Map<string, Float32Array>();
  const wordOf = (text: string): Float32Array => {
    if (!words.has(text)) words.set(text, draw());
    return words.get(text) as Float32Array;
  };
  /** `share`: how much of a vector is the corner. */
  const into = (share: number, corner: readonly number[], vector: Float32Array): Float32Array =>
    Float32Array.of(...vector.map((v) => Math.sqrt(1 - share) * v), ...corner.map((v) => Math.sqrt(share) * v));
  const query = draw();
  const images = Array.from({ length: 400 }, (_, i) =>
    i < 40 ? unit(draw().map((v, j) => v + (query[j] ?? 0))) : draw(),
  );

  async function scalesAt(share: number, size = images.length, manifest = manifestOf('other')) {
    const rows = Array.from({ length: size }, (_, i) => ({ productId: i, imageIds: [i] }) as unknown as CatalogRow);
    const vectors = images.slice(0, size).map((photo) => into(share, corners.photo, photo));
    const index = { size, get: (label: number) => vectors[label] } as unknown as VectorIndex;
    let encoded = 0;
    const encoder = {
      manifest,
      encodeTexts: async (texts: readonly string[]) => {
        encoded += texts.length;
        return texts.map((text) => into(share, corners.word, wordOf(text)));
      },
    } as unknown as Encoder;
    const view = { rows: () => rows.values() };
    const scales = new LibraryScales(view, { images: index, texts: { get: () => undefined } as never });
    const found: ModelScales = await scales.of(encoder);
    const asked = into(share, corners.word, query);
    const logOdds = vectors.map((vector) => {
      const cosine = vector.reduce((sum, value, i) => sum + value * (asked[i] ?? 0), 0);
      return found.textToImage.slope * (cosine - found.textToImage.centre);
    });
    expect(await scales.of(encoder)).toEqual(found);
    return { found, fits: logOdds.flatMap((value, i) => (value > 0 ? [i] : [])), encoded };
  }

  it('shows and hides the same as one whose vectors are spread out', async () => {
    const spread = await scalesAt(0);
    expect(spread.fits.filter((i) => i < 40).length).toBeGreaterThan(36);
    expect(spread.fits.filter((i) => i >= 40).length).toBeLessThan(12);
    for (const share of [0.3, 0.6, 0.8]) {
      const crowded = await scalesAt(share);
      expect(Math.abs(crowded.found.textToImage.centre - spread.found.textToImage.centre)).toBeGreaterThan(0.05);
      expect(crowded.fits).toEqual(spread.fits);
      // Once, however often it is asked.
      expect(crowded.encoded).toBe(32);
    }
  });

  it('is read as usual in small libraries, and where somebody measured or wrote down where its cosines lie', async () => {
    const small = await scalesAt(0.6, 60);
    expect([small.found, small.encoded]).toEqual([scalesOf(manifestOf('other')), 0]);
    for (const manifest of [manifestOf('starter-v1'), manifestOf('other', { logitBias: -38 })]) {
      const stated = await scalesAt(0.6, 400, manifest);
      expect([stated.found, stated.encoded]).toEqual([scalesOf(manifest), 0]);
    }
  });
});

describe('search and tags', () => {
  it('read a cosine alike under a model that nobody measured', async () => {
    const library = await openTestLibrary();
    try {
      const looks = (i: number) => [(i % 7) + 1, (i % 5) + 1, (i % 3) + 1, (i % 11) + 1] as const;
      const products = Array.from({ length: 150 }, (_, i) => ({ sku: `p${i}`, looks: looks(i), tags: [] }));
      const red = { group: 'colour', name: 'red' };
      library.put(products.map((product, i) => (i === 0 ? { ...product, tags: [red] } : product)));

      const parts = [{ kind: 'text' as const, text: 'red', weight: 1 }];
      const { hits } = await library.search.run(
        {
          ...{ parts, filters: { tags: {} }, sort: 'relevance', imagesOnly: true, cutoff: false, spelling: true },
          ...{ offset: 0, limit: 150, facets: false, remember: false },
        },
        new AbortController().signal,
      );
      const { classifiers } = await library.tags.models.opened('colour');
      const { encoders, scales } = library.tagsDependencies;
      const encoder = await encoders.active();
      expect(await scales.of(encoder)).not.toEqual(scalesOf(encoder.manifest));
      const { scale, offset } = library.search.ranker;
      for (const { id, score, matchedImageId, why } of hits) {
        const inSearch = (Math.log((score ?? 0) / (1 - (score ?? 0))) + offset) / scale;
        const image = library.vectors.images.get(matchedImageId ?? -1) as Float32Array;
        expect([id, classifiers.wordsLogOdds(0, image)]).toEqual([id, expect.closeTo(inSearch, 4)]);
        expect(why?.components).toHaveLength(1);
      }
    } finally {
      await library.close();
    }
  });
});

describe('models of two families that know colours', () => {
  let place: Workplace;
  let session: Session;
  beforeAll(async () => {
    place = await makeWorkplace();
    session = await openSession(place);
    const { jobId } = await session.call('ingest.start', { path: await place.catalog('mugs', 110) });
    expect(await session.ended(jobId)).toMatchObject({ state: 'done' });
  });
  afterAll(async () => {
    await session.engine.close();
    await place.remove();
  });

  it.each(['tiny-clip', 'tiny-siglip'])('%s shows what has the colour and hides the rest', async (modelId) => {
    if ((await session.call('library.info', {})).modelId !== modelId) {
      await session.call('library.prepareModel', { modelId, thenUse: true });
      await session.using(modelId);
    }
    for (const text of ['red', 'green', 'yellow']) {
      const run = { parts: [{ kind: 'text' as const, text }], imagesOnly: true, limit: 110 };
      const { total, hidden, hits } = await session.call('search.run', run);
      expect([text, total, hidden]).toEqual([text, 22, 88]);
      // Every second title names the colour.
      expect(hits.filter(({ title }) => title.startsWith(text))).toHaveLength(11);
    }
  });
});
