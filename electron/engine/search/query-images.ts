/** Images that people search with: read once, previewed, and their vectors kept by content like any other. */
import { existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import { askedHash, type Region, readRegionHash, roundedRegion } from '../../contract/region.ts';
import type { QueryImage } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import { diskFull, passing } from '../db/storage-error.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { Encoder } from '../encoders/types.ts';
import { remoteHostOf } from '../files/remote-path.ts';
import {
  decodeForModel,
  type ImageFile,
  type ImageInMemory,
  loadImage,
  partForModel,
  preparePreview,
  previewPath,
  readHeader,
  readImageFile,
  writePart,
} from '../images/index.ts';
import { barSide, withoutBars } from '../recognition/regions/borders.ts';
import type { VectorsPort } from '../vector/types.ts';

/** Previews kept on disk; the oldest go first. */
const keptPreviews = 500;
/** Photos whose parts may be asked for next: their files, and their pixels once that was done. Some megabytes each. */
const keptFiles = 4;
const keptPixels = 2;

/** What is kept of a photo that people searched by; `file` is undefined where no copy of it could be kept. */
export interface KeptPhoto {
  readonly hash: string;
  readonly vector: Float32Array;
  readonly file: string | undefined;
}

/** A photo, or the part of it that is to be searched by. */
export interface AddOptions {
  /** As it was called, where its path does not say so. */
  readonly name?: string | undefined;
  readonly region?: Region | undefined;
}

export interface QueryImagesOptions {
  readonly readOnly: boolean;
  /** Hashes of images that stay, however old. */
  readonly kept?: () => ReadonlySet<string>;
  /** Told of an image that was added, while its file is at hand. */
  readonly added?: (hash: string, file: ImageFile) => void;
}

export class QueryImages {
  readonly #dir: string;
  readonly #vectors: VectorsPort;
  readonly #encoders: Pick<ModelEncoder, 'active'>;
  readonly #readOnly: boolean;
  readonly #kept: () => ReadonlySet<string>;
  readonly #added: NonNullable<QueryImagesOptions['added']>;
  /** Vectors of this session by model and hash, and all there is of them in a library that is only read. */
  readonly #recent = new Map<string, Float32Array>();
  /** What the files were called that were added in this session, and those of which parts were asked for. */
  readonly #names = new Map<string, string>();
  readonly #files = new LruCache<ImageFile>(keptFiles);
  readonly #encoding = new Map<string, Promise<Float32Array>>();
  readonly #pixels = new LruCache<Promise<ImageInMemory>>(keptPixels);

  constructor(
    libraryDir: string,
    vectors: VectorsPort,
    encoders: Pick<ModelEncoder, 'active'>,
    options: QueryImagesOptions,
  ) {
    this.#dir = join(libraryDir, 'queries');
    this.#vectors = vectors;
    this.#encoders = encoders;
    this.#readOnly = options.readOnly;
    this.#kept = options.kept ?? (() => new Set());
    this.#added = options.added ?? (() => undefined);
  }

  /** @throws {AppError} those of decoding: `FILE_MISSING`, `NOT_AN_IMAGE`, `IMAGE_DAMAGED` ... */
  async add(location: string, { name, region }: AddOptions, signal: AbortSignal): Promise<QueryImage> {
    const encoder = await this.#encoders.active();
    const path = toPath(location);
    const label = name ?? basename(path);
    try {
      return await this.#read(path, { name: label, region }, encoder, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
      const why = whyNot(error.code);
      const details = { ...(why === undefined ? {} : { why }), name: label, path };
      throw new AppError(error.code, `${label}: ${error.message}`, { details, cause: error });
    }
  }

  async #read(
    path: string,
    { name, region }: AddOptions & { readonly name: string },
    encoder: Encoder,
    signal: AbortSignal,
  ): Promise<QueryImage> {
    const file = await readImageFile(path, signal);
    const hash = file.contentHash;
    this.#files.set(hash, file);
    this.#names.set(hash, name);
    const content = region ?? (await this.#content(file, encoder, signal));
    const asked = askedHash({ hash, region: content });
    const encoding =
      content === undefined && this.#known(asked, encoder) === undefined
        ? this.#encode(asked, file, encoder, signal)
        : this.vector(asked, encoder, signal);
    const [{ width, height }] = await Promise.all([this.#preview(file, signal), encoding]);
    this.#prune();
    this.#added(hash, file);
    const cut = region === undefined && content !== undefined ? { content } : {};
    return { hash, name, width, height, url: `query/${hash}`, ...cut };
  }

  /** What is left of a screenshot without its bars. A photo that is known as it is, as one of the catalog, is left whole. */
  async #content(file: ImageFile, encoder: Encoder, signal: AbortSignal): Promise<Region | undefined> {
    if (this.#known(file.contentHash, encoder) !== undefined) return undefined;
    const content = withoutBars(await loadImage(file, signal, barSide));
    return content === null ? undefined : roundedRegion(content);
  }

  /** Without room for a copy the search goes on all the same, for as long as the library is open. */
  async #preview(file: ImageFile, signal: AbortSignal): Promise<{ width: number; height: number }> {
    if (this.#readOnly) return readHeader(file);
    return preparePreview(file, this.#dir, signal).catch((error) => {
      if (diskFull(error) === undefined) throw error;
      return readHeader(file);
    });
  }

  /** The vector of an image that was added before, or of a part of one. @throws {AppError} `NOT_FOUND` */
  async vector(hash: string, encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    const known = this.#known(hash, encoder);
    if (known !== undefined) return known;
    const preview = previewPath(this.#dir, hash);
    if (existsSync(preview)) return this.#encode(hash, preview, encoder, signal);
    return this.#encodePart(hash, encoder);
  }

  /** Results and look-up ask for the same part at once; who asked first may give up before it is there. */
  #encodePart(hash: string, encoder: Encoder): Promise<Float32Array> {
    const key = `${encoder.modelId} ${hash}`;
    const encoding = this.#encoding.get(key) ?? this.#readPart(hash, encoder);
    this.#encoding.set(key, encoding);
    const done = (): unknown => this.#encoding.delete(key);
    encoding.then(done, done);
    return encoding;
  }

  async #readPart(hash: string, encoder: Encoder): Promise<Float32Array> {
    const part = this.#partOf(hash);
    if (part === undefined) throw photoGone(hash);
    const pixels = await partForModel(await this.pixels(part.whole), part.region, encoder.manifest.vision);
    return this.#encodePixels(hash, pixels, encoder);
  }

  /**
   * An image that was added before, or a part of one, with the copy that was kept of it, if one was. @throws {AppError}
   * `NOT_FOUND`, `MODEL_*`
   */
  async get(hash: string, signal: AbortSignal): Promise<KeptPhoto> {
    const vector = await this.vector(hash, await this.#encoders.active(), signal);
    const file = previewPath(this.#dir, hash);
    if (!existsSync(file) && !this.#readOnly) await this.#keepPart(hash, file);
    return { hash, vector, file: existsSync(file) ? file : undefined };
  }

  /** An image that was added before, in memory. @throws {AppError} `NOT_FOUND`, those of decoding */
  pixels(hash: string): Promise<ImageInMemory> {
    const known = this.#pixels.get(hash);
    if (known !== undefined) return known;
    const preview = previewPath(this.#dir, hash);
    const file = this.#files.get(hash) ?? (existsSync(preview) ? preview : undefined);
    if (file === undefined) return Promise.reject(photoGone(hash));
    const pixels = loadImage(file);
    this.#pixels.set(hash, pixels);
    pixels.catch(() => this.#pixels.delete(hash));
    return pixels;
  }

  /** The photo that a hash names a part of; undefined: it names none, or the photo is gone. */
  #partOf(hash: string): { readonly whole: string; readonly region: Region } | undefined {
    const part = readRegionHash(hash);
    if (part === null) return undefined;
    const kept = existsSync(this.#dir) ? readdirSync(this.#dir).map((name) => name.replace(/\.webp$/, '')) : [];
    const whole = [...this.#names.keys(), ...kept].find(
      (other) => other.startsWith(part.prefix) && readRegionHash(other) === null,
    );
    return whole === undefined ? undefined : { whole, region: part.region };
  }

  /** A copy of a part, as of a photo. Without room for it there is none. */
  async #keepPart(hash: string, file: string): Promise<void> {
    const part = this.#partOf(hash);
    if (part === undefined) return;
    try {
      await writePart(await this.pixels(part.whole), part.region, file);
      this.#names.set(hash, this.#names.get(part.whole) ?? '');
    } catch (error) {
      if (diskFull(error) === undefined) throw error;
    }
  }

  /** What the file of an image was called; undefined when it was added in an earlier session. */
  nameOf(hash: string): string | undefined {
    return this.#names.get(hash);
  }

  async #encode(hash: string, file: string | ImageFile, encoder: Encoder, signal: AbortSignal): Promise<Float32Array> {
    return this.#encodePixels(hash, await decodeForModel(file, encoder.manifest.vision, signal), encoder, signal);
  }

  async #encodePixels(hash: string, pixels: Uint8Array, encoder: Encoder, signal?: AbortSignal): Promise<Float32Array> {
    const [vector] = await encoder.encodeImages([pixels], { signal });
    if (vector === undefined) throw new AppError('MODEL_FAILED', 'The model gave no vector for this picture.');
    this.#recent.set(`${encoder.modelId} ${hash}`, vector);
    if (!this.#readOnly) this.#store(hash, vector);
    return vector;
  }

  /** It is known for as long as the library is open; where it cannot be stored it is computed again some day. */
  #store(hash: string, vector: Float32Array): void {
    try {
      this.#vectors.storeEmbeddings('image', [{ hash, vector }]);
    } catch (error) {
      if (passing(error) === undefined) throw error;
    }
  }

  #known(hash: string, encoder: Encoder): Float32Array | undefined {
    return this.#recent.get(`${encoder.modelId} ${hash}`) ?? this.#vectors.embedding('image', hash);
  }

  #prune(): void {
    if (this.#readOnly || !existsSync(this.#dir)) return;
    const all = readdirSync(this.#dir).map((name) => join(this.#dir, name));
    if (all.length <= keptPreviews) return;
    const kept = new Set([...this.#kept()].map((hash) => previewPath(this.#dir, hash)));
    const files = all.filter((file) => !kept.has(file));
    const oldestFirst = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((a, b) => a.at - b.at);
    for (const { file } of oldestFirst.slice(0, Math.max(0, all.length - keptPreviews))) unlinkSync(file);
  }
}

function photoGone(hash: string): AppError {
  return new AppError('NOT_FOUND', 'The photo of this search is gone. Drop it again.', {
    details: { why: 'photo-gone', hash },
  });
}

/** The cause by which the UI words it; what is advised for files of a catalog is no advice for an image to search by. */
function whyNot(code: ErrorCode): string | undefined {
  switch (code) {
    case 'NOT_AN_IMAGE':
      return 'photo-foreign';
    case 'FILE_EMPTY':
      return 'photo-empty';
    case 'IMAGE_DAMAGED':
      return 'photo-damaged';
    case 'IMAGE_TOO_LARGE':
    case 'FILE_TOO_LARGE':
      return 'photo-too-large';
    case 'FILE_MISSING':
    case 'FILE_UNREADABLE':
      return 'photo-unreadable';
    default:
      return undefined;
  }
}

/**
 * A path of this machine from a path or a `file:` URL. Addresses come from web pages too, which must not make this machine talk to another;
 * a path on a server of the house is one that a person chose.
 * @throws {AppError} `BAD_REQUEST` for other URLs
 */
export function toPath(location: string): string {
  if (/^file:/i.test(location) && remoteHostOf(location) !== undefined) {
    throw new AppError('BAD_REQUEST', 'The picture is on another computer. Save it on this one, then drop the file.', {
      details: { why: 'photo-elsewhere', location },
    });
  }
  if (/^file:/i.test(location)) {
    try {
      return fileURLToPath(location);
    } catch (error) {
      throw new AppError('BAD_REQUEST', `${location} is not the address of a file on this machine.`, { cause: error });
    }
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) {
    throw new AppError(
      'BAD_REQUEST',
      'Pictures are not fetched from the web. Save the picture first, then drop the file.',
      {
        details: { why: 'photo-on-web', location },
      },
    );
  }
  return resolve(location);
}
