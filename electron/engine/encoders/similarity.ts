/**
 * How the cosines of a model are read. Every model puts its vectors into a corner of the sphere of its own, so the same
 * cosine means "fits" under one model and "unrelated" under another. A logistic curve for each pair of kinds turns a
 * cosine into log-odds (Platt scaling).
 */
import type { ModelManifest } from '../../contract/model-manifest.ts';

/** Reads a similarity as log-odds: `slope * (similarity - centre)`. */
export interface SimilarityScale {
  /** Log-odds a unit of similarity. */
  readonly slope: number;
  /** The similarity at which two things are as likely to belong together as not. */
  readonly centre: number;
}

/** The scales of one model: what is asked with first, what it is compared with second. */
export interface ModelScales {
  readonly textToImage: SimilarityScale;
  readonly textToText: SimilarityScale;
  readonly imageToImage: SimilarityScale;
  readonly imageToText: SimilarityScale;
  /** An image's weight beside words in a mixed query: image cosines spread wider, so at 1 words would hardly count. */
  readonly imageGain: number;
  /** What a minus sign weighs: at 1 the turn away from what is not wanted costs too much of what is. */
  readonly minusGain: number;
}

/** Logistic fits on labelled catalogs, classes balanced, for models whose vectors were looked at. */
const measured: Readonly<Record<string, ModelScales>> = {
  'starter-v1': {
    textToImage: { slope: 20, centre: 0.14 },
    textToText: { slope: 20, centre: 0.38 },
    imageToImage: { slope: 13, centre: 0.44 },
    imageToText: { slope: 20, centre: 0.01 },
    imageGain: 0.6,
    minusGain: 0.6,
  },
};

/**
 * The scales of a model by itself. For one that was never measured they follow from what `model.json` says of the loss
 * that it was trained with, which is not much: they stand until a library is large enough to show where the model's
 * cosines lie (`similarity-fit.ts`).
 */
export function scalesOf(manifest: ModelManifest): ModelScales {
  const known = measured[manifest.id];
  if (known !== undefined) return known;
  const scale = Math.exp(manifest.similarity.logitScale);
  const ofLoss = manifest.similarity.kind === 'softmax' ? softmaxScales : sigmoidScales;
  return { ...ofLoss(scale, -manifest.similarity.logitBias / scale), imageGain: 0.6, minusGain: 0.6 };
}

/**
 * Whether nothing has to be found out: somebody measured the model, or wrote into `model.json` where words begin to
 * fit.
 */
export function areScalesKnown({ id, similarity }: ModelManifest): boolean {
  return Object.hasOwn(measured, id) || (similarity.kind === 'softmax' && similarity.logitBias !== 0);
}

type Pairs = Omit<ModelScales, 'imageGain' | 'minusGain'>;

/**
 * Even odds of `sigmoid(exp(logitScale) * cos + logitBias)` hold against thousands of alternatives and therefore lie
 * high: half of their cosine serves as the centre.
 */
function sigmoidScales(scale: number, evenOdds: number): Pairs {
  const crossModal = { slope: scale, centre: evenOdds / 2 };
  const sameModal = { slope: 13, centre: 0.6 };
  return { textToImage: crossModal, imageToText: crossModal, textToText: sameModal, imageToImage: sameModal };
}

/**
 * A softmax over a batch knows differences only, so the loss says nothing of where cosines lie. CLIP's lie between 0.15
 * for words that have nothing to do with an image and 0.35 for its own caption; two texts, and two images, lie far
 * closer together (Liang et al. 2022 on the gap between the two). Half the scale as the slope, since what tells two
 * products of a catalog apart is less than what tells two images of the web apart. A model whose cosines lie elsewhere
 * says so by a bias: even odds are then where it has them.
 */
function softmaxScales(scale: number, evenOdds: number): Pairs {
  const crossModal = { slope: scale / 2, centre: evenOdds === 0 ? 0.25 : evenOdds };
  return {
    textToImage: crossModal,
    imageToText: crossModal,
    textToText: { slope: 13, centre: 0.7 },
    imageToImage: { slope: 13, centre: 0.65 },
  };
}
