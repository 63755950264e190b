/**
 * The scales of a model that nobody has measured, from vectors of the library itself. Unrelated words and images have a
 * cosine of -0.1 under one model and of 0.2 under another, two unrelated images 0.2 or 0.75. So centres and slopes are
 * counted in spreads of what is unrelated.
 */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { median } from '../numbers/statistics.ts';
import { dot } from '../numbers/vectors.ts';
import { encodeQueries } from './encode-queries.ts';
import { type ModelScales, type SimilarityScale, scalesOf } from './similarity.ts';
import type { Encoder } from './types.ts';

/**
 * Things that few shops sell, from all over the world of images: what is unrelated to a library of one kind of goods
 * too.
 */
const probes = {
  en: [
    ...['a bicycle', 'an airport', 'a bowl of soup', 'a space shuttle', 'a mountain lake', 'a sofa in a living room'],
    ...['a refrigerator', 'a cat', 'a tractor', 'a violin', 'a toothbrush', 'a swimming pool', 'a crowd of people'],
    ...['a computer screen', 'a slice of pizza', 'a flower in a garden', 'a bridge over a river', 'a hammer', 'a baby'],
    ...['a football match', 'a newspaper', 'a train', 'a snowy forest', 'a chess board', 'a bottle of wine'],
    ...['a microscope', 'a fire engine', 'an elephant', 'a map of the world', 'a coin', 'a candle', 'a tent'],
  ],
  zh: [
    ...['自行车', '机场', '一碗汤', '航天飞机', '高山湖泊', '客厅里的沙发', '冰箱', '猫', '拖拉机', '小提琴', '牙刷'],
    ...['游泳池', '人群', '电脑屏幕', '一块披萨', '花园里的花', '河上的桥', '锤子', '婴儿', '足球比赛', '报纸', '火车'],
    ...['雪中的森林', '国际象棋棋盘', '一瓶葡萄酒', '显微镜', '消防车', '大象', '世界地图', '硬币', '蜡烛', '帐篷'],
  ],
} as const;

/** Of products of a library: [dimensions] each, L2-normalised. */
export interface VectorSample {
  readonly images: readonly Float32Array[];
  readonly texts: readonly Float32Array[];
}

/** With fewer vectors chance, or one kind of product, would decide. */
const fewestVectors = 50;
/** Images that each one is held against. */
const partners = 8;

/**
 * Where the cosines of unrelated things lie: their median, and the spread of a normal distribution of the same median
 * deviation.
 */
export interface Background {
  readonly median: number;
  readonly spread: number;
}

export interface Backgrounds {
  /** Unrelated words to images of the library. */
  readonly wordsToImages: Background;
  /** Unrelated words to texts of the library; null where there are too few. */
  readonly wordsToTexts: Background | null;
  readonly imagesToImages: Background;
}

/**
 * In spreads above the background: what the measured scales of the starter model come to on three catalogs (drawn
 * clothes, images of clothes, images of groceries), on which it differs by a tenth. Images are the exception: their
 * background is the library's own, and a shop of nothing but T-shirts cannot be told from a model that finds all things
 * alike. So they are let through at half of what it would be.
 */
const inSpreads = {
  textToImage: { centre: 2.1, slope: 2.35 },
  imageToText: { centre: 0.95, slope: 2.35 },
  textToText: { centre: 1.75, slope: 2.1 },
  imageToImage: { centre: 0.75, slope: 2.1 },
} as const;

/**
 * What an image weighs beside words, times how much wider its cosines spread: with the starter, words then tell a
 * little more.
 */
const imageBesideWords = 0.88;

/** Encodes some words once for each time that a model is opened. @throws {AppError} `MODEL_FAILED` */
export async function fitScales(encoder: Encoder, { images, texts }: VectorSample): Promise<ModelScales> {
  const usual = scalesOf(encoder.manifest);
  if (images.length < fewestVectors) return usual;
  const words = await probesOf(encoder);
  const toWords = (vectors: readonly Float32Array[]): Background =>
    backgroundOf(vectors.flatMap((vector) => words.map((word) => dot(word, vector))));
  const backgrounds = {
    wordsToImages: toWords(images),
    wordsToTexts: texts.length < fewestVectors ? null : toWords(texts),
    imagesToImages: backgroundOf(images.flatMap((image, i) => partnersOf(images, i).map((other) => dot(image, other)))),
  };
  return scalesFrom(backgrounds, usual);
}

/** `usual` stands in for what the library is too small to tell. */
export function scalesFrom(backgrounds: Backgrounds, usual: ModelScales): ModelScales {
  const { wordsToImages, wordsToTexts, imagesToImages } = backgrounds;
  return {
    ...usual,
    textToImage: above(wordsToImages, inSpreads.textToImage),
    imageToText: above(wordsToImages, inSpreads.imageToText),
    imageToImage: above(imagesToImages, inSpreads.imageToImage),
    imageGain: Math.min(1, Math.max(0.2, (imageBesideWords * wordsToImages.spread) / imagesToImages.spread)),
    ...(wordsToTexts === null ? {} : { textToText: above(wordsToTexts, inSpreads.textToText) }),
  };
}

/** Never beyond half of the way to a cosine of 1, which what fits has to be able to reach. */
function above({ median, spread }: Background, { centre, slope }: SimilarityScale): SimilarityScale {
  return { centre: median + Math.min(centre * spread, (1 - median) / 2), slope: slope / spread };
}

const encodedProbes = new WeakMap<Encoder, Promise<Float32Array[]>>();

function probesOf(encoder: Encoder): Promise<Float32Array[]> {
  const known = encodedProbes.get(encoder);
  if (known !== undefined) return known;
  const vectors = encodeQueries(encoder, probes[readsChineseOnly(encoder.manifest) ? 'zh' : 'en']);
  encodedProbes.set(encoder, vectors);
  vectors.catch(() => encodedProbes.delete(encoder));
  return vectors;
}

const readsChineseOnly = ({ languages }: ModelManifest): boolean =>
  languages.some((one) => one.startsWith('zh')) && !languages.some((one) => /^(en|mul)/.test(one));

/** Always the same ones, spread over the list; not its neighbours, which often are of one kind. */
function partnersOf(images: readonly Float32Array[], at: number): Float32Array[] {
  const found: Float32Array[] = [];
  for (let i = 1; i <= partners; i++) {
    const other = (at + Math.floor((i * images.length) / (partners + 1))) % images.length;
    const image = images[other];
    if (other !== at && image !== undefined) found.push(image);
  }
  return found;
}

/** A spread of nothing would make a slope without end. */
const leastSpread = 0.01;

function backgroundOf(cosines: readonly number[]): Background {
  const middle = median(cosines);
  const deviation = median(cosines.map((cosine) => Math.abs(cosine - middle)));
  return { median: middle, spread: Math.max(leastSpread, 1.4826 * deviation) };
}
