/** Which parts of a photo show products of the catalog, and which. */
import { type Region, roundedRegion } from '../../contract/region.ts';
import type { PhotoRegions as PhotoRegionsAnswer } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { type ImageInMemory, partForModel, smallPart } from '../images/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { findRegions, lookedAtSide } from '../recognition/regions/find-regions.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';
import type { QueryImages } from './query-images.ts';

export interface PhotoRegionsDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: Pick<CatalogView, 'productOfImage' | 'version'>;
  readonly vectors: Pick<VectorsPort, 'images'>;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly images: Pick<QueryImages, 'pixels'>;
}

const keptPhotos = 20;
/** Parts that are encoded between two looks at whether somebody waits. */
const batch = 16;
const whole: Region = { x: 0, y: 0, width: 1, height: 1 };

interface Match {
  readonly similarity: number;
  readonly imageId: number | undefined;
}

export class PhotoRegions {
  readonly #deps: PhotoRegionsDependencies;
  readonly #found = new LruCache<Promise<PhotoRegionsAnswer>>(keptPhotos);

  constructor(deps: PhotoRegionsDependencies) {
    this.#deps = deps;
  }

  /** For a photo that was added. @throws {AppError} `NOT_FOUND` when it is gone, `MODEL_*` */
  async of(hash: string): Promise<PhotoRegionsAnswer> {
    const encoder = await this.#deps.encoders.active();
    const key = `${encoder.modelId} ${this.#deps.view.version} ${hash}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#find(hash, encoder);
    this.#found.set(key, found);
    found.catch(() => this.#found.delete(key));
    return found;
  }

  async #find(hash: string, encoder: Encoder): Promise<PhotoRegionsAnswer> {
    const started = performance.now();
    const { catalog, view, images } = this.#deps;
    const image = await images.pixels(hash);
    const matches = new Map<Region, Match>();
    const score = async (regions: readonly Region[]): Promise<number[]> => {
      const found = await this.#matches(image, regions, encoder);
      regions.forEach((region, i) => {
        matches.set(region, found[i] as Match);
      });
      return found.map(({ similarity }) => similarity);
    };
    const { background, regions } = await findRegions(await smallPart(image, whole, lookedAtSide), score);
    return {
      background,
      regions: regions.map(({ region, score: similarity }) => {
        const imageId = matches.get(region)?.imageId;
        const productId = imageId === undefined ? undefined : view.productOfImage(imageId);
        const [product = null] = productId === undefined ? [] : catalog.products.summaries([productId]);
        return { region: roundedRegion(region), similarity, product };
      }),
      tookMs: performance.now() - started,
    };
  }

  async #matches(image: ImageInMemory, regions: readonly Region[], encoder: Encoder): Promise<Match[]> {
    const { images } = this.#deps.vectors;
    const found: Match[] = [];
    for (let at = 0; at < regions.length; at += batch) {
      await untilQuiet();
      const pixels = await Promise.all(
        regions.slice(at, at + batch).map((region) => partForModel(image, region, encoder.manifest.vision)),
      );
      for (const vector of await encoder.encodeImages(pixels, { priority: 'background' })) {
        const [best] = images.size === 0 ? [] : images.search(vector, 1);
        found.push({ similarity: best?.similarity ?? 0, imageId: best?.label });
      }
    }
    return found;
  }
}
