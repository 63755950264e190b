/** Which product a photo shows, and whether the catalog has it at all; `identity/look-up` weighs what is seen here. */
import { askedHash } from '../../contract/region.ts';
import { type LookUpResult, leadingOf, type QueryPart } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow } from '../catalog/types.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { backgroundOf, type LookUpBackground } from '../identity/look-up/background.ts';
import { everydayProducts } from '../identity/look-up/everyday-products.ts';
import { LookUp, type LookUpProduct, middleShares, type NamedThings } from '../identity/look-up/evidence.ts';
import { LookUpModel, mostNamed, verdictOf } from '../identity/look-up/look-up-model.ts';
import { Naming } from '../identity/look-up/naming.ts';
import { hashBytes, middlesForModel } from '../images/index.ts';
import { meanVector } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import type { QueryImages } from './query-images.ts';
import type { ReferenceImages, ReferenceVector } from './reference-images.ts';

export interface PhotoLookUpDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly images: QueryImages;
  readonly references: ReferenceImages;
  readonly readOnly: boolean;
}

/** Products up to which all are compared; beyond, the nearest by image and by text. */
const exactLimit = 2000;
const neighbours = 100;
const drawnProducts = 200;
/** Of so many it is asked by which names they go. */
const namedAtMost = 48;
const candidatesTaken = 24;
const keptPhotos = 50;
/** Products less probable than this are not worth a word. */
const leastProbability = 0.02;
/** A library that grew or shrank by more is drawn from anew. */
const growth = 1.1;

const nobody: ReadonlyMap<number, number> = new Map();

/** Product ids with their probabilities; `version`: of the confirmed photos. */
interface Named {
  readonly version: number;
  readonly products: readonly (readonly [number, number])[];
}

/** What is usual among products of the library. */
interface Usual {
  readonly background: LookUpBackground;
  readonly naming: Naming;
}

export class PhotoLookUp {
  readonly #deps: PhotoLookUpDependencies;
  readonly #model = new LookUpModel();
  readonly #asked = new LruCache<Float32Array>(keptPhotos);
  readonly #named = new LruCache<Named>(keptPhotos);
  #drawn: { readonly encoder: Encoder; readonly size: number; readonly usual: Usual } | undefined;
  #things: { readonly encoder: Encoder; readonly are: Promise<NamedThings> } | undefined;

  constructor(deps: PhotoLookUpDependencies) {
    this.#deps = deps;
  }

  /** @throws {AppError} `NOT_FOUND` for an image that was not added, `MODEL_*` */
  async lookUp(hash: string, signal: AbortSignal): Promise<LookUpResult> {
    const { references } = this.#deps;
    const { version } = references;
    const result = await this.#lookUp(hash, signal);
    this.#named.set(hash, {
      version,
      products: leadingOf(result).map(({ product: { id }, probability }) => [id, probability]),
    });
    return result;
  }

  /**
   * The products that a photo was said to show, likeliest first, each with its probability, where a query is that photo
   * alone and it has been looked up since something was confirmed.
   */
  namedIn(parts: readonly QueryPart[]): ReadonlyMap<number, number> {
    const [part] = parts;
    if (parts.length !== 1 || part?.kind !== 'image' || part.weight < 0) return nobody;
    const named = this.#named.get(askedHash(part));
    return named === undefined || named.version !== this.#deps.references.version ? nobody : new Map(named.products);
  }

  async #lookUp(hash: string, signal: AbortSignal): Promise<LookUpResult> {
    const started = performance.now();
    const { encoders, references, catalog } = this.#deps;
    const encoder = await encoders.active();
    const query = await this.#vector(hash, encoder, signal);
    const confirmed = await references.vectors(signal);
    const things = await this.#nameable(encoder);
    const { background, naming } = this.#usual(encoder, things);
    const lookUp = new LookUp(query, background);
    const shown = naming.sharesOf(query);
    const likest = this.#near(query, confirmed)
      .flatMap((row) => {
        const product = this.#product(row, confirmed.get(row.productId) ?? []);
        const candidate = lookUp.compare(product);
        return candidate === undefined ? [] : [{ product, candidate, score: this.#model.score(candidate) }];
      })
      .sort(likeliestFirst)
      .slice(0, namedAtMost);
    const ranked = likest
      .map(({ product, candidate }) => {
        const named = { ...candidate, named: naming.agreement(shown, naming.sharesOfProduct(product)) };
        return { candidate: named, score: this.#model.score(named) };
      })
      .sort(likeliestFirst)
      .slice(0, candidatesTaken);
    const saidToBe = references.productOf(hash) ?? null;
    const done = (parts: Omit<LookUpResult, 'tookMs' | 'saidToBe'>): LookUpResult => ({
      ...parts,
      saidToBe,
      tookMs: performance.now() - started,
    });
    if (saidToBe !== null) {
      const [product] = catalog.products.summaries([saidToBe]);
      if (product !== undefined)
        return done({ verdict: 'one', known: 1, candidates: [{ product, probability: 1, confirmed: true }] });
    }
    if (ranked.length === 0) return done({ verdict: 'none', known: 0, candidates: [] });
    const evidence = lookUp.evidence(ranked, (id) => this.#textOf(id), things);
    const likelihoods = this.#model.likelihoods(
      ranked.map(({ score }) => score),
      evidence,
    );
    const named = ranked.slice(0, mostNamed).map(({ candidate }, i) => ({
      productId: candidate.productId,
      probability: likelihoods.each[i] ?? 0,
      confirmed: candidate.confirmed === 1,
    }));
    const likely = named.filter(({ probability }, i) => i === 0 || probability >= leastProbability);
    const products = new Map(
      catalog.products.summaries(likely.map(({ productId }) => productId)).map((product) => [product.id, product]),
    );
    return done({
      verdict: verdictOf(likelihoods),
      known: likelihoods.known,
      candidates: likely.flatMap(({ productId, ...rest }) => {
        const product = products.get(productId);
        return product === undefined ? [] : [{ product, ...rest }];
      }),
    });
  }

  /** The photo and its middle, closer and closer; the photo alone where no copy of it was kept. */
  async #vector(hash: string, encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    const key = `${encoder.modelId} ${hash}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const { vector, file } = await this.#deps.images.get(hash, signal);
    if (file === undefined) return vector;
    const middles = await middlesForModel(file, encoder.manifest.vision, middleShares, signal);
    const mean = meanVector([vector, ...(await encoder.encodeImages(middles, { signal }))]);
    this.#asked.set(key, mean);
    return mean;
  }

  #usual(encoder: Encoder, things: NamedThings): Usual {
    const { view, vectors } = this.#deps;
    const before = this.#drawn;
    const isLike = (a: number, b: number): boolean => a <= b * growth && b <= a * growth;
    const size = vectors.images.size + vectors.texts.size;
    if (before?.encoder === encoder && isLike(before.size, size)) return before.usual;
    const drawn = view.sample(drawnProducts).map(({ productId, imageIds }) => ({
      image: vectors.images.get(imageIds[0] ?? -1),
      text: this.#textOf(productId),
    }));
    const background = backgroundOf(drawn);
    const usual = { background, naming: new Naming(things, background.textSpread, drawn) };
    this.#drawn = { encoder, size, usual };
    return usual;
  }

  /** Everyday names, encoded once a model and library: they are stored beside the texts of products. */
  #nameable(encoder: Encoder): Promise<NamedThings> {
    if (this.#things?.encoder === encoder) return this.#things.are;
    const are = this.#encodeNames(encoder);
    this.#things = { encoder, are };
    // What failed once is tried again.
    are.catch(() => {
      this.#things = undefined;
    });
    return are;
  }

  async #encodeNames(encoder: Encoder): Promise<NamedThings> {
    const { vectors, readOnly } = this.#deps;
    const hashes = everydayProducts.map((name) => hashBytes(Buffer.from(name)));
    const known = hashes.map((hash) => vectors.embedding('text', hash));
    const missing = everydayProducts.flatMap((name, i) =>
      known[i] === undefined ? [{ name, i, hash: hashes[i] as string }] : [],
    );
    const encoded = missing.length === 0 ? [] : await encoder.encodeTexts(missing.map(({ name }) => name));
    const found = missing.map(({ hash }, at) => ({ hash, vector: encoded[at] as Float32Array }));
    if (!readOnly && found.length > 0) vectors.storeEmbeddings('text', found);
    missing.forEach(({ i }, at) => {
      known[i] = encoded[at];
    });
    return { names: everydayProducts, vectors: known as Float32Array[] };
  }

  #near(query: Float32Array, confirmed: ReadonlyMap<number, unknown>): CatalogRow[] {
    const { view, vectors } = this.#deps;
    if (view.size <= exactLimit) return [...view.rows()];
    const ids = new Set<number>(confirmed.keys());
    for (const { label } of vectors.images.search(query, neighbours)) {
      const productId = view.productOfImage(label);
      if (productId !== undefined) ids.add(productId);
    }
    for (const { label } of vectors.texts.search(query, neighbours)) ids.add(label);
    return [...ids].flatMap((id) => view.get(id) ?? []);
  }

  #product({ productId, imageIds }: CatalogRow, references: readonly ReferenceVector[]): LookUpProduct {
    const { vectors } = this.#deps;
    return {
      productId,
      images: imageIds.flatMap((id) => vectors.images.get(id) ?? []),
      references: references.map(({ vector }) => vector),
      text: this.#textOf(productId),
    };
  }

  #textOf(productId: number): Float32Array | undefined {
    const { view, vectors } = this.#deps;
    const row = view.get(productId);
    return row !== undefined && view.isInformative(row) ? vectors.texts.get(productId) : undefined;
  }
}

interface Scored {
  readonly candidate: { readonly productId: number };
  readonly score: number;
}

function likeliestFirst(a: Scored, b: Scored): number {
  return b.score - a.score || a.candidate.productId - b.candidate.productId;
}
