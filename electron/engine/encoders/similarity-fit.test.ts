import { describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { scalesOf } from './similarity.ts';
import { type Backgrounds, scalesFrom } from './similarity-fit.ts';

const manifestOf = (id: string, similarity: Partial<ModelManifest['similarity']> = {}): ModelManifest =>
  ({
    ...{ id, languages: ['en'], text: { prompts: ['{}'] } },
    similarity: { kind: 'softmax', logitScale: Math.log(100), logitBias: 0, ...similarity },
  }) as unknown as ModelManifest;

describe('scalesFrom', () => {
  // What the starter model shows of the sample catalog, of fashion-2k and of 250 images of groceries.
  const seen: readonly Backgrounds[] = [
    [-0.096, 0.118, 0.209, 0.109, 0.223, 0.154],
    [-0.106, 0.12, 0.21, 0.103, 0.19, 0.177],
    [-0.111, 0.116, 0.126, 0.123, 0.189, 0.151],
  ].map(([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => ({
    wordsToImages: { median: a, spread: b },
    wordsToTexts: { median: c, spread: d },
    imagesToImages: { median: e, spread: f },
  }));

  it('comes to what was measured of the starter model, on unlike catalogs', () => {
    const measured = scalesOf(manifestOf('starter-v1'));
    for (const backgrounds of seen) {
      const derived = scalesFrom(backgrounds, measured);
      expect(Math.abs(derived.textToImage.centre - measured.textToImage.centre)).toBeLessThan(0.02);
      expect(Math.abs(derived.imageToText.centre - measured.imageToText.centre)).toBeLessThan(0.02);
      expect(Math.abs(derived.textToText.centre - measured.textToText.centre)).toBeLessThan(0.05);
      // Images are let through at less, on purpose.
      expect(derived.imageToImage.centre).toBeGreaterThan(0.25);
      expect(derived.imageToImage.centre).toBeLessThan(measured.imageToImage.centre);
      expect(Math.abs(derived.imageGain - measured.imageGain)).toBeLessThan(0.1);
      for (const pair of ['textToImage', 'imageToText', 'textToText', 'imageToImage'] as const) {
        expect(derived[pair].slope / measured[pair].slope).toBeGreaterThan(0.8);
        expect(derived[pair].slope / measured[pair].slope).toBeLessThan(1.25);
      }
    }
  });

  it('never asks for more than half of the way to being the same', () => {
    const wide = { median: 0.2, spread: 0.6 };
    const usual = scalesOf(manifestOf('other'));
    const derived = scalesFrom({ wordsToImages: wide, wordsToTexts: null, imagesToImages: wide }, usual);
    expect(derived.textToImage.centre).toBeCloseTo(0.6);
    expect(derived.textToText).toEqual(usual.textToText);
  });
});
