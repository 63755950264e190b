/**
 * What a photo and a catalog say of whether the catalog has what the photo shows: numbers that no model and no catalog
 * has a scale of its own for. They are weighed by `look-up-model.ts`.
 */
import { dot } from '../../numbers/vectors.ts';
import type { LookUpBackground } from './background.ts';

/** A photo is asked with as the mean of it and of its middle, once for each of these shares of its sides. */
export const middleShares: readonly number[] = [0.8, 0.6];

/** A product that the photo may show. */
export interface LookUpProduct {
  readonly productId: number;
  /** Of all its images. */
  readonly images: readonly Float32Array[];
  /** Photos that people said show it. */
  readonly references: readonly Float32Array[];
  /** Undefined where its words say nothing. */
  readonly text: Float32Array | undefined;
}

export interface LookUpCandidate {
  readonly productId: number;
  /** How much likelier than usual its images are, in spreads. */
  readonly picture: number;
  /** The same for its text, as far as texts can be believed; 0 without one. */
  readonly listing: number;
  /** How much better than its own images the photo fits its text, in spreads, believed as far; 0 without one. */
  readonly beyondOwn: number;
  /** How far it goes by the same everyday names as the photo (`Naming`); 0 where that was not asked. */
  readonly named: number;
  /** 1: the likest of its images is one that a person confirmed. */
  readonly confirmed: number;
  /** Cosines, as they are. */
  readonly cosine: number;
  readonly textCosine: number | null;
}

/** Everyday names and their vectors, in the order of both. */
export interface NamedThings {
  readonly names: readonly string[];
  readonly vectors: readonly Float32Array[];
}

/** What holds for the photo and the candidate that leads. */
export interface LookUpEvidence {
  /** Of the leading candidate. */
  readonly beyondOwn: number;
  readonly named: number;
  readonly confirmed: number;
  /** Its likest image against what products of the library reach among each other, in spreads. */
  readonly nearest: number;
  /** How little its text says: 1 without one, else 1 less how far texts can be believed. */
  readonly silent: number;
  /** Its text against the everyday names that fit the photo best, in spreads: the ten best, and the best. */
  readonly againstNames: number;
  readonly againstBestName: number;
  /** How near its text is to one of the three names that fit best, in spreads. */
  readonly namedAlike: number;
  /** How far its picture and its words together lead before the second and before the fourth, in spreads. */
  readonly lead: number;
  readonly leadOfFour: number;
}

const namesCompared = 10;
const namesNear = 3;

/** Of one photo. Cosines of other products are compared through `mean`, which is what the photo reaches anywhere. */
export class LookUp {
  readonly #query: Float32Array;
  readonly #background: LookUpBackground;
  readonly #imageMean: number;
  readonly #textMean: number;
  #fits: { readonly things: NamedThings; readonly best: readonly NamedFit[] } | undefined;

  constructor(query: Float32Array, background: LookUpBackground) {
    this.#query = query;
    this.#background = background;
    this.#imageMean = mean(background.images.map((image) => dot(query, image)));
    this.#textMean = mean(background.texts.map((text) => dot(query, text)));
  }

  compare({ productId, images, references, text }: LookUpProduct): LookUpCandidate | undefined {
    const query = this.#query;
    const { imageSpread, textSpread, textTrust, ownText } = this.#background;
    const own = highest(images, query);
    const confirmed = highest(references, query);
    const cosine = Math.max(own, confirmed);
    if (cosine === Number.NEGATIVE_INFINITY && text === undefined) return undefined;
    const textCosine = text === undefined ? null : dot(query, text);
    // Where a product has no image of its own, what is usual stands for it.
    const itself = text === undefined || images.length === 0 ? ownText : highest(images, text);
    return {
      productId,
      picture: cosine === Number.NEGATIVE_INFINITY ? 0 : (cosine - this.#imageMean) / imageSpread,
      listing: textCosine === null ? 0 : (textTrust * (textCosine - this.#textMean)) / textSpread,
      beyondOwn: textCosine === null ? 0 : (textTrust * (textCosine - itself)) / textSpread,
      named: 0,
      confirmed: confirmed > own ? 1 : 0,
      cosine,
      textCosine,
    };
  }

  /** The names that fit the photo best, best first. */
  #named(things: NamedThings): readonly NamedFit[] {
    if (this.#fits?.things !== things) {
      const fits = things.vectors.map((vector, at) => ({ at, cosine: dot(this.#query, vector) }));
      this.#fits = { things, best: fits.sort((a, b) => b.cosine - a.cosine).slice(0, namesCompared) };
    }
    return this.#fits.best;
  }

  /** `ranked`: likeliest first, at least one. */
  evidence(
    ranked: readonly { readonly candidate: LookUpCandidate; readonly score: number }[],
    textOf: (productId: number) => Float32Array | undefined,
    things: NamedThings,
  ): LookUpEvidence {
    const { imageSpread, textSpread, textTrust, nearest, texted } = this.#background;
    const first = ranked[0] as (typeof ranked)[number];
    const { candidate } = first;
    const text = textOf(candidate.productId);
    const best = this.#named(things);
    const { textCosine } = candidate;
    const speaks = textCosine !== null && text !== undefined && best.length > 0;
    const against = (cosine: number): number => (speaks ? (textTrust * (textCosine - cosine)) / textSpread : 0);
    const alike = speaks
      ? Math.max(...best.slice(0, namesNear).map(({ at }) => dot(text, things.vectors[at] as Float32Array)))
      : 0;
    const leadBefore = (place: number): number => {
      const other = ranked[place];
      return other === undefined ? 0 : first.score - other.score;
    };
    return {
      beyondOwn: candidate.beyondOwn,
      named: candidate.named,
      confirmed: candidate.confirmed,
      nearest: Number.isFinite(candidate.cosine) ? (candidate.cosine - nearest) / imageSpread : 0,
      silent: textCosine === null ? 1 : 1 - textTrust,
      againstNames: against(mean(best.map(({ cosine }) => cosine))),
      againstBestName: against(best[0]?.cosine ?? 0),
      namedAlike: speaks ? (textTrust * (alike - texted.mean)) / texted.spread : 0,
      lead: leadBefore(1),
      leadOfFour: leadBefore(3),
    };
  }
}

interface NamedFit {
  /** Its place among the names. */
  readonly at: number;
  readonly cosine: number;
}

function highest(vectors: readonly Float32Array[], query: Float32Array): number {
  return vectors.reduce((most, vector) => Math.max(most, dot(query, vector)), Number.NEGATIVE_INFINITY);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
