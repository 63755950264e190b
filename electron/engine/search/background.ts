/**
 * Where the cosines of a model lie, seen in the library itself, for models that nobody has measured. Every model crowds its vectors into a
 * corner of the sphere of its own: unrelated words and pictures have a cosine of -0.1 under one and of 0.2 under another, two unrelated
 * photos 0.2 or 0.75. What is far above that for one is below it for the next, so centres and slopes are counted in spreads of what is unrelated.
 */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { Encoder } from '../encoders/types.ts';
import { dot, meanVector } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import { type Calibration, calibrationOf, isMeasured, type ModelCalibration } from './ranker.ts';

/** Things that few shops sell, from all over the world of pictures: what is unrelated to a library of one kind of goods too. */
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

/** Below this chance, or one kind of product, would decide. */
const fewest = 100;
const sampled = 300;
/** Photos that each one is held against. */
const partners = 8;
/** Counts that differ by more have the background found anew. */
const growth = 1.25;

/** The median, and the spread around it that a normal distribution of the same median deviation has. */
export interface Background {
  readonly middle: number;
  readonly spread: number;
}

export interface Backgrounds {
  /** Unrelated words to photos of the library. */
  readonly wordsToPhotos: Background;
  /** Unrelated words to its listings; null where there are too few. */
  readonly wordsToListings: Background | null;
  readonly photosToPhotos: Background;
}

/**
 * In spreads above the background: what the measured calibration of the starter model comes to on three catalogs (drawn clothes, photos of
 * clothes, photos of groceries), on which it differs by a tenth. Photos are the exception: their background is the library's own, and a shop
 * of nothing but T-shirts cannot be told from a model that finds all things alike. So they are let through at half of what it would be.
 */
const inSpreads = {
  textToPicture: { centre: 2.1, slope: 2.35 },
  imageToListing: { centre: 0.95, slope: 2.35 },
  textToListing: { centre: 1.75, slope: 2.1 },
  imageToPicture: { centre: 0.75, slope: 2.1 },
} as const;

/** What a photo weighs beside words, times how much wider its cosines spread: with the starter, words then tell a little more. */
const photoBesideWords = 0.88;

/** `usual` stands in for what the library is too small to tell. */
export function calibrationFrom(backgrounds: Backgrounds, usual: ModelCalibration): ModelCalibration {
  const { wordsToPhotos, wordsToListings, photosToPhotos } = backgrounds;
  return {
    ...usual,
    textToPicture: above(wordsToPhotos, inSpreads.textToPicture),
    imageToListing: above(wordsToPhotos, inSpreads.imageToListing),
    imageToPicture: above(photosToPhotos, inSpreads.imageToPicture),
    imageGain: Math.min(1, Math.max(0.2, (photoBesideWords * wordsToPhotos.spread) / photosToPhotos.spread)),
    ...(wordsToListings === null ? {} : { textToListing: above(wordsToListings, inSpreads.textToListing) }),
  };
}

/** Never beyond half of the way to a cosine of 1, which what fits has to be able to reach. */
function above({ middle, spread }: Background, { centre, slope }: Calibration): Calibration {
  return { centre: middle + Math.min(centre * spread, (1 - middle) / 2), slope: slope / spread };
}

/** The calibration of the model in use for one library. */
export class LibraryCalibration {
  readonly #view: CatalogView;
  readonly #vectors: Pick<VectorsPort, 'images' | 'texts'>;
  #found: { readonly encoder: Encoder; readonly photos: number; readonly calibration: ModelCalibration } | undefined;

  constructor(view: CatalogView, vectors: Pick<VectorsPort, 'images' | 'texts'>) {
    this.#view = view;
    this.#vectors = vectors;
  }

  /** Encodes some words once for each time that a model is opened. @throws {AppError} `MODEL_FAILED` */
  async of(encoder: Encoder): Promise<ModelCalibration> {
    const usual = calibrationOf(encoder.manifest);
    const photos = this.#vectors.images.size;
    if (isStated(encoder.manifest) || photos < fewest) return usual;
    const before = this.#found;
    const isLike = (a: number, b: number): boolean => a <= b * growth && b <= a * growth;
    if (before?.encoder === encoder && isLike(before.photos, photos)) return before.calibration;
    const backgrounds = this.#backgrounds(await probesOf(encoder));
    const calibration = backgrounds === null ? usual : calibrationFrom(backgrounds, usual);
    this.#found = { encoder, photos, calibration };
    return calibration;
  }

  #backgrounds(words: readonly Float32Array[]): Backgrounds | null {
    const { images, texts } = this.#vectors;
    const rows = [...this.#view.rows()].sort((a, b) => a.productId - b.productId);
    const some = everyNth(rows);
    const photos = some.flatMap(({ imageIds }) => images.get(imageIds[0] ?? -1) ?? []);
    const listings = some.flatMap(({ productId }) => texts.get(productId) ?? []);
    if (photos.length < fewest / 2) return null;
    const between = (vectors: readonly Float32Array[]): Background =>
      backgroundOf(vectors.flatMap((vector) => words.map((word) => dot(word, vector))));
    return {
      wordsToPhotos: between(photos),
      wordsToListings: listings.length < fewest / 2 ? null : between(listings),
      photosToPhotos: backgroundOf(
        photos.flatMap((photo, i) => partnersOf(photos, i).map((other) => dot(photo, other))),
      ),
    };
  }
}

/** Where nothing has to be found out: somebody measured it, or wrote into model.json where words begin to fit. */
function isStated(manifest: ModelManifest): boolean {
  const { kind, logitBias } = manifest.similarity;
  return isMeasured(manifest) || (kind === 'softmax' && logitBias !== 0);
}

const encoded = new WeakMap<Encoder, Promise<Float32Array[]>>();

function probesOf(encoder: Encoder): Promise<Float32Array[]> {
  const known = encoded.get(encoder);
  if (known !== undefined) return known;
  const vectors = encodeProbes(encoder);
  encoded.set(encoder, vectors);
  vectors.catch(() => encoded.delete(encoder));
  return vectors;
}

/** In the prompts in which queries are read. */
async function encodeProbes(encoder: Encoder): Promise<Float32Array[]> {
  const { prompts } = encoder.manifest.text;
  const words = probes[readsChineseOnly(encoder.manifest) ? 'zh' : 'en'];
  const vectors = await encoder.encodeTexts(
    words.flatMap((word) => prompts.map((prompt) => prompt.replace('{}', word))),
  );
  return words.map((_, i) => meanVector(vectors.slice(i * prompts.length, (i + 1) * prompts.length)));
}

const readsChineseOnly = ({ languages }: ModelManifest): boolean =>
  languages.some((one) => one.startsWith('zh')) && !languages.some((one) => /^(en|mul)/.test(one));

function everyNth<T>(items: readonly T[]): T[] {
  const step = Math.max(1, items.length / sampled);
  return Array.from({ length: Math.min(sampled, items.length) }, (_, i) => items[Math.floor(i * step)] as T);
}

/** Always the same ones, spread over the list; not its neighbours, which often are of one kind. */
function partnersOf(photos: readonly Float32Array[], at: number): Float32Array[] {
  const found: Float32Array[] = [];
  for (let i = 1; i <= partners; i++) {
    const other = (at + Math.floor((i * photos.length) / (partners + 1))) % photos.length;
    const photo = photos[other];
    if (other !== at && photo !== undefined) found.push(photo);
  }
  return found;
}

/** A spread of nothing would make a slope without end. */
const leastSpread = 0.01;

function backgroundOf(cosines: readonly number[]): Background {
  const middle = median(cosines);
  const deviation = median(cosines.map((cosine) => Math.abs(cosine - middle)));
  return { middle, spread: Math.max(leastSpread, 1.4826 * deviation) };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
