/** The barcodes on the photos that people search with, and the products that carry their numbers. */
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

export class PhotoBarcodes {
  readonly #deps: PhotoBarcodesDependencies;
  readonly #reading = new LruCache<Promise<readonly Barcode[]>>(keptPhotos);
  readonly #read = new LruCache<readonly Barcode[]>(keptPhotos);

  constructor(deps: PhotoBarcodesDependencies) {
    this.#deps = deps;
  }

  /** Begins to read a photo while its file is at hand: the copy that is kept is too small for most codes. */
  begin(hash: string, file: ImageFile): void {
    if (this.#reading.get(hash) !== undefined) return;
    // Who asks for the codes hears of the failure.
    this.#start(hash, file).catch(() => undefined);
  }

  /**
   * The codes on a photo that was added, with the products that carry them, those that some product carries first.
   * @throws {AppError} `NOT_FOUND` when the photo is gone, those of decoding
   */
  async of(hash: string, signal: AbortSignal): Promise<PhotoBarcode[]> {
    const { catalog } = this.#deps;
    const codes = await (this.#reading.get(hash) ?? this.#readCopy(hash, signal));
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
    return parts.flatMap((part) =>
      part.kind === 'image' && part.weight > 0 ? (this.#read.get(part.hash) ?? []).flatMap(numbersOf) : [],
    );
  }

  async #readCopy(hash: string, signal: AbortSignal): Promise<readonly Barcode[]> {
    const { file } = await this.#deps.images.get(hash, signal);
    return file === undefined ? [] : this.#start(hash, file);
  }

  #start(hash: string, file: string | ImageFile): Promise<readonly Barcode[]> {
    const reading = this.#deps.barcodes.read(file).then((codes) => {
      this.#read.set(hash, codes);
      return codes;
    });
    this.#reading.set(hash, reading);
    return reading;
  }
}

function numbersOf({ text, gtin }: Barcode): string[] {
  return gtin === null || gtin === text ? [text] : [text, gtin];
}
