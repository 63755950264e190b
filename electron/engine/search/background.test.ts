/** The cutoff of models that nobody has measured: found from where their cosines lie in the library, whatever the corner of the sphere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { CatalogRow } from '../catalog/types.ts';
import type { Encoder } from '../encoders/types.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from '../library/testing.ts';
import type { VectorIndex } from '../vector/types.ts';
import { type Backgrounds, calibrationFrom, LibraryCalibration } from './background.ts';
import type { CatalogView } from './catalog-view.ts';
import { calibrationOf, type ModelCalibration } from './ranker.ts';

const manifestOf = (id: string, similarity: Partial<ModelManifest['similarity']> = {}): ModelManifest =>
  ({
    ...{ id, languages: ['en'], text: { prompts: ['{}'] } },
    similarity: { kind: 'softmax', logitScale: Math.log(100), logitBias: 0, ...similarity },
  }) as unknown as ModelManifest;

describe('calibrationFrom', () => {
  // What the starter model shows of the sample catalog, of fashion-2k and of 250 photos of groceries.
  const seen: readonly Backgrounds[] = [
    [-0.096, 0.118, 0.209, 0.109, 0.223, 0.154],
    [-0.106, 0.12, 0.21, 0.103, 0.19, 0.177],
    [-0.111, 0.116, 0.126, 0.123, 0.189, 0.151],
  ].map(([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => ({
    wordsToPhotos: { middle: a, spread: b },
    wordsToListings: { middle: c, spread: d },
    photosToPhotos: { middle: e, spread: f },
  }));

  it('comes to what was measured of the starter model, on unlike catalogs', () => {
    const measured = calibrationOf(manifestOf('starter-v1'));
    for (const backgrounds of seen) {
      const derived = calibrationFrom(backgrounds, measured);
      expect(Math.abs(derived.textToPicture.centre - measured.textToPicture.centre)).toBeLessThan(0.02);
      expect(Math.abs(derived.imageToListing.centre - measured.imageToListing.centre)).toBeLessThan(0.02);
      expect(Math.abs(derived.textToListing.centre - measured.textToListing.centre)).toBeLessThan(0.05);
      // Photos are let through at less, on purpose.
      expect(derived.imageToPicture.centre).toBeGreaterThan(0.25);
      expect(derived.imageToPicture.centre).toBeLessThan(measured.imageToPicture.centre);
      expect(Math.abs(derived.imageGain - measured.imageGain)).toBeLessThan(0.1);
      for (const pair of ['textToPicture', 'imageToListing', 'textToListing', 'imageToPicture'] as const) {
        expect(derived[pair].slope / measured[pair].slope).toBeGreaterThan(0.8);
        expect(derived[pair].slope / measured[pair].slope).toBeLessThan(1.25);
      }
    }
  });

  it('never asks for more than half of the way to being the same', () => {
    const wide = { middle: 0.2, spread: 0.6 };
    const usual = calibrationOf(manifestOf('other'));
    const derived = calibrationFrom({ wordsToPhotos: wide, wordsToListings: null, photosToPhotos: wide }, usual);
    expect(derived.textToPicture.centre).toBeCloseTo(0.6);
    expect(derived.textToListing).toEqual(usual.textToListing);
  });
});

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
  const photos = Array.from({ length: 400 }, (_, i) =>
    i < 40 ? unit(draw().map((v, j) => v + (query[j] ?? 0))) : draw(),
  );

  async function calibrationAt(share: number, size = photos.length, manifest = manifestOf('other')) {
    const rows = Array.from({ length: size }, (_, i) => ({ productId: i, imageIds: [i] }) as unknown as CatalogRow);
    const vectors = photos.slice(0, size).map((photo) => into(share, corners.photo, photo));
    const index = { size, get: (label: number) => vectors[label] } as unknown as VectorIndex;
    let encoded = 0;
    const encoder = {
      manifest,
      encodeTexts: async (texts: readonly string[]) => {
        encoded += texts.length;
        return texts.map((text) => into(share, corners.word, wordOf(text)));
      },
    } as unknown as Encoder;
    const view = { rows: () => rows.values() } as unknown as CatalogView;
    const calibration = new LibraryCalibration(view, { images: index, texts: { get: () => undefined } as never });
    const found: ModelCalibration = await calibration.of(encoder);
    const asked = into(share, corners.word, query);
    const logOdds = vectors.map((vector) => {
      const cosine = vector.reduce((sum, value, i) => sum + value * (asked[i] ?? 0), 0);
      return found.textToPicture.slope * (cosine - found.textToPicture.centre);
    });
    expect(await calibration.of(encoder)).toEqual(found);
    return { found, fits: logOdds.flatMap((value, i) => (value > 0 ? [i] : [])), encoded };
  }

  it('shows and hides the same as one whose vectors are spread out', async () => {
    const spread = await calibrationAt(0);
    expect(spread.fits.filter((i) => i < 40).length).toBeGreaterThan(36);
    expect(spread.fits.filter((i) => i >= 40).length).toBeLessThan(12);
    for (const share of [0.3, 0.6, 0.8]) {
      const crowded = await calibrationAt(share);
      expect(Math.abs(crowded.found.textToPicture.centre - spread.found.textToPicture.centre)).toBeGreaterThan(0.05);
      expect(crowded.fits).toEqual(spread.fits);
      // Once, however often it is asked.
      expect(crowded.encoded).toBe(32);
    }
  });

  it('is read as usual in small libraries, and where somebody measured or wrote down where its cosines lie', async () => {
    const small = await calibrationAt(0.6, 60);
    expect([small.found, small.encoded]).toEqual([calibrationOf(manifestOf('other')), 0]);
    for (const manifest of [manifestOf('starter-v1'), manifestOf('other', { logitBias: -38 })]) {
      const stated = await calibrationAt(0.6, 400, manifest);
      expect([stated.found, stated.encoded]).toEqual([calibrationOf(manifest), 0]);
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
