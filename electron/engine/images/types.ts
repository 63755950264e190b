/** What reading an image file gives. */
import type { ModelManifest } from '../../contract/model-manifest.ts';

/** How a model wants its images: the part of `model.json` that decoding follows. */
export type VisionInput = {
  readonly input: Pick<ModelManifest['vision']['input'], 'width' | 'height'>;
  readonly resize: ModelManifest['vision']['resize'];
};

/** Formats that are read; `heif` stands for AVIF. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'heif' | 'bmp';

/** An image file whose bytes are known and whose content is not yet. */
export interface ImageFile {
  readonly path: string;
  /** sha256 of the file, hex. */
  readonly contentHash: string;
  readonly bytes: number;
  /** The whole file, or its path again when it is too large to be held in memory. */
  readonly source: Buffer | string;
}

export interface DecodeOptions {
  readonly vision: VisionInput;
  /** Where thumbnails live; `<aa>/<hash>.jpg` is written below it. */
  readonly thumbDir: string;
  readonly signal?: AbortSignal | undefined;
}

/** What is true of an image whatever its path: a row of `pictures`, and the pixels for the model. */
export interface DecodedImage {
  readonly contentHash: string;
  readonly bytes: number;
  /** As a person sees it, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
  /** `own`: a thumbnail was written; `original`: the file is small and plain enough to be shown itself. */
  readonly thumb: 'own' | 'original';
  /** 64-bit DCT hash, 8 bytes big-endian: the Hamming distance of two says how alike the images look. */
  readonly perceptualHash: Buffer;
  /** What it looks like in 1152 bytes, see signature.ts. */
  readonly signature: Buffer;
  /** Interleaved RGB bytes [input height x input width x 3] for `Encoder.encodeImages`. */
  readonly pixels: Uint8Array;
}

/** A small copy of a query image that the UI can show after the original is gone. */
export interface Preview {
  readonly contentHash: string;
  /** The webp file. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
}
