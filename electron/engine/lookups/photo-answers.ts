/** Which products one photo shows, all of it or part by part: what stands in a row of the table, and at the terminal. */
import type { ProductSummary } from '../../contract/catalog.ts';
import type { PhotoAnswer } from '../../contract/lookups.ts';
import { askedHash, type Region } from '../../contract/region.ts';
import type { PhotoLookUp } from '../search/look-up.ts';
import type { PhotoBarcodes } from '../search/photo-barcodes.ts';
import type { PhotoRegions } from '../search/photo-regions.ts';
import type { QueryImages } from '../search/query-images.ts';

export interface PhotoAnswersDependencies {
  readonly images: Pick<QueryImages, 'add'>;
  readonly lookUp: Pick<PhotoLookUp, 'lookUp'>;
  /** The product one of whose own photos it is, the same file or a copy; null for a photo that is none. */
  readonly copyOf: (
    hash: string,
    signal: AbortSignal,
  ) => Promise<{ readonly product: ProductSummary; readonly probability: number } | null>;
  readonly barcodes: Pick<PhotoBarcodes, 'of'>;
  readonly regions: Pick<PhotoRegions, 'of'>;
}

/** A photo of this machine, or one that was read before. */
export type PhotoToAnswer = { readonly path: string; readonly name?: string | undefined } | { readonly hash: string };

export interface AnsweredPhoto {
  readonly hash: string;
  readonly answers: readonly PhotoAnswer[];
}

const mostCandidates = 3;

export class PhotoAnswers {
  readonly #deps: PhotoAnswersDependencies;

  constructor(deps: PhotoAnswersDependencies) {
    this.#deps = deps;
  }

  /**
   * A photo gives one answer. With `parts` it gives one for each part that may show a product, where there are several.
   * @throws {AppError} those of decoding, `NOT_FOUND` when a photo that was read before is gone, `MODEL_*`, `CANCELLED`
   */
  async of(photo: PhotoToAnswer, parts: boolean, signal: AbortSignal): Promise<AnsweredPhoto> {
    const { images, barcodes } = this.#deps;
    const { hash, content } =
      'hash' in photo ? { hash: photo.hash, content: undefined } : await images.add(photo.path, photo, signal);
    // Barcodes may stand on what was cut off a screenshot.
    const codes = await barcodes.of(hash, signal);
    const regions = parts ? await this.#regions(hash) : [];
    const answers: PhotoAnswer[] = [];
    // A screenshot is looked up without its bars.
    for (const region of regions.length > 1 ? regions : [content])
      answers.push(await this.#answer(hash, region, signal));
    const unknown = codes.filter(({ products }) => products.length === 0).map(({ text }) => text);
    const [coded] = codes.flatMap(({ products }) => products);
    if (coded !== undefined) nameByBarcode(answers, coded, { hash, region: null });
    const [first] = answers;
    if (first !== undefined) answers[0] = { ...first, unknownBarcodes: unknown };
    return { hash, answers };
  }

  async #regions(hash: string): Promise<Region[]> {
    const { regions } = await this.#deps.regions.of(hash);
    // As they lie on a shelf: row by row, from the left.
    const rowOf = ({ y, height }: Region): number => Math.round((y + height / 2) * 4);
    return regions.map(({ region }) => region).sort((a, b) => rowOf(a) - rowOf(b) || a.x - b.x);
  }

  async #answer(whole: string, region: Region | undefined, signal: AbortSignal): Promise<PhotoAnswer> {
    const hash = askedHash({ hash: whole, region });
    const { verdict, candidates, saidToBe } = await this.#deps.lookUp.lookUp(hash, signal);
    // A photo of the catalog itself is known as such, however little its product stands out among the others.
    const copy = saidToBe === null ? await this.#deps.copyOf(hash, signal) : null;
    // What a copy leaves is all that the others can share.
    const left = 1 - (copy?.probability ?? 0);
    const others = candidates
      .filter(({ product: { id } }) => id !== copy?.product.id)
      .map(({ product, probability }) => ({ product, probability: probability * left }));
    return {
      hash,
      region: region ?? null,
      answer: copy !== null ? 'one' : candidates.length === 0 ? 'none' : verdict,
      candidates: [...(copy === null ? [] : [copy]), ...others]
        .slice(0, mostCandidates)
        .map(({ product, probability }) => ({ product, probability })),
      confirmed: saidToBe !== null,
      unknownBarcodes: [],
    };
  }
}

type Coded = PhotoAnswer['candidates'][number]['product'];

/** What a barcode says is certain: the part that shows the product, or the photo where it has one answer alone, is named by it. */
function nameByBarcode(answers: PhotoAnswer[], product: Coded, whole: Pick<PhotoAnswer, 'hash' | 'region'>): void {
  const at =
    answers.length === 1 ? 0 : answers.findIndex(({ candidates: [first] }) => first?.product.id === product.id);
  const answer = answers[at];
  if (answer?.confirmed === true) return;
  const next = (answer?.candidates ?? [])
    .filter((other) => other.product.id !== product.id)
    .slice(0, mostCandidates - 1);
  const named = { answer: 'barcode' as const, candidates: [{ product, probability: 1 }, ...next] };
  if (answer === undefined) answers.push({ ...whole, ...named, confirmed: false, unknownBarcodes: [] });
  else answers[at] = { ...answer, ...named };
}
