/** The barcodes on the photos that people search with, and the products that carry their numbers. */
import { askedHash } from '../../contract/region.ts';
import type { PhotoBarcode, QueryPart } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ImageFile } from '../images/index.ts';
import type { Barcode, Barcodes } from '../recognition/barcodes/barcodes.ts';
import type { QueryImages } from './query-images.ts';

export interface PhotoBarcodesDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly images: Pick<QueryImages, 'get'>;
  readonly barcodes: Pick<Barcodes, 'read'>;
}

const keptPhotos = 50;
/** Files of the latest photos; each may be some megabytes. */
const keptFiles = 4;

export class PhotoBarcodes {
  readonly #deps: PhotoBarcodesDependencies;
  readonly #files = new LruCache<ImageFile>(keptFiles);
  readonly #reading = new LruCache<Promise<readonly Barcode[]>>(keptPhotos);
  readonly #read = new LruCache<readonly Barcode[]>(keptPhotos);

  constructor(deps: PhotoBarcodesDependencies) {
    this.#deps = deps;
  }

  /** Keeps the file of a photo until what stands on it is asked for: the copy that is kept for good is too small for most. */
  keep(hash: string, file: ImageFile): void {
    this.#files.set(hash, file);
  }

  /** The file of a photo that was added, or the copy that was kept. @throws {AppError} `NOT_FOUND` when it is gone */
  async fileOf(hash: string, signal: AbortSignal): Promise<ImageFile | string | undefined> {
    return this.#files.get(hash) ?? (await this.#deps.images.get(hash, signal)).file;
  }

  /**
   * The codes on a photo that was added, with the products that carry them, those that some product carries first.
   * @throws {AppError} `NOT_FOUND` when the photo is gone, those of decoding
   */
  async of(hash: string, signal: AbortSignal): Promise<PhotoBarcode[]> {
    const { catalog } = this.#deps;
    const codes = await (this.#reading.get(hash) ?? this.#start(hash, signal));
    const told = codes.map((code) => ({
      ...code,
      products: catalog.products.summaries([...catalog.products.numbered(numbersOf(code))]),
    }));
    return [
      ...told.filter(({ products }) => products.length > 0),
      ...told.filter(({ products }) => products.length === 0),
    ];
  }

  /** The numbers on wanted photos of a query, as far as they have been read. */
  numbersIn(parts: readonly QueryPart[]): string[] {
    const wanted = parts.flatMap((part): readonly Parameters<typeof askedHash>[0][] => {
      if (part.weight < 0) return [];
      return part.kind === 'image' ? [part] : part.kind === 'clip' ? part.frames : [];
    });
    return wanted.flatMap((image) => (this.#read.get(askedHash(image)) ?? []).flatMap(numbersOf));
  }

  /** What fails is tried again when it is asked for again. */
  #start(hash: string, signal: AbortSignal): Promise<readonly Barcode[]> {
    const reading = this.#codesOn(hash, signal).then((codes) => {
      this.#read.set(hash, codes);
      return codes;
    });
    this.#reading.set(hash, reading);
    reading.catch(() => this.#reading.delete(hash));
    return reading;
  }

  async #codesOn(hash: string, signal: AbortSignal): Promise<readonly Barcode[]> {
    const file = await this.fileOf(hash, signal);
    return file === undefined ? [] : this.#deps.barcodes.read(file);
  }
}

function numbersOf({ text, gtin, valid }: Barcode): string[] {
  if (!valid) return [];
  return gtin === null || gtin === text ? [text] : [text, gtin];
}
