/** A model folder as an `Encoder`: pictures and texts become batches here, and vectors come back. */
import { AppError } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { locateModelFile, type ModelFile, type ModelFolder, verifyModelFile } from './manifest.ts';
import { type ProviderOutcome, providersFor } from './providers.ts';
import { Session } from './session.ts';
import { padIds, unitVectors } from './tensors.ts';
import { loadTokens, type TextTokens } from './tokens.ts';
import type { EncodeOptions, Encoder, ModelPixels } from './types.ts';

/**
 * Pictures a run. Without an arena, larger runs spend their time on fresh memory; this is the fastest size measured, and a query
 * picture waits for no more than this (see bench/encode.ts).
 */
const defaultPicturesPerRun = 4;
const textsPerRun = 32;

export interface OpenOptions {
  /** Threads of one run. */
  readonly threads: number;
  /** For measuring; the default is what was found best. */
  readonly picturesPerRun?: number | undefined;
}

interface EncoderParts {
  readonly manifest: ModelManifest;
  readonly picturesPerRun: number;
  readonly outcome: ProviderOutcome;
  readonly tokens: TextTokens;
  readonly pictures: Session;
  readonly texts: Session;
}

export class OnnxEncoder implements Encoder {
  readonly manifest: ModelManifest;
  readonly batchSize: number;
  readonly #outcome: ProviderOutcome;
  readonly #tokens: TextTokens;
  readonly #pictures: Session;
  readonly #texts: Session;

  constructor(parts: EncoderParts) {
    this.manifest = parts.manifest;
    this.batchSize = parts.picturesPerRun;
    this.#outcome = parts.outcome;
    this.#tokens = parts.tokens;
    this.#pictures = parts.pictures;
    this.#texts = parts.texts;
  }

  get modelId(): string {
    return this.manifest.id;
  }

  get dimensions(): number {
    return this.manifest.dimensions;
  }

  get provider(): string {
    return this.#outcome.provider;
  }

  get providerReason(): string | null {
    return this.#outcome.reason;
  }

  encodeTexts(texts: readonly string[], options: EncodeOptions = {}): Promise<Float32Array[]> {
    const { maxLength, padId } = this.manifest.text;
    return this.#inRuns(texts, textsPerRun, this.#texts, options, (some) => {
      const ids = some.map((text) => this.#tokens.encode(text));
      return padIds(ids, maxLength, padId);
    });
  }

  encodeImages(pictures: readonly ModelPixels[], options: EncodeOptions = {}): Promise<Float32Array[]> {
    const { width, height } = this.manifest.vision.input;
    const size = width * height * 3;
    return this.#inRuns(pictures, this.batchSize, this.#pictures, options, (some) => {
      const joined = new Uint8Array(some.length * size);
      some.forEach((pixels, i) => {
        if (pixels.length !== size) throw new AppError('MODEL_FAILED', wrongSize(pixels.length, size));
        joined.set(pixels, i * size);
      });
      return joined;
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#pictures.close(), this.#texts.close()]);
  }

  /** Two runs are under way at a time, so that the worker has the next one when it ends one. */
  async #inRuns<T>(
    items: readonly T[],
    perRun: number,
    session: Session,
    options: EncodeOptions,
    toData: (items: readonly T[]) => Uint8Array | Int32Array,
  ): Promise<Float32Array[]> {
    const vectors = new Array<Float32Array>(items.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < items.length) {
        const start = next;
        const some = items.slice(start, start + perRun);
        next += some.length;
        const flat = await session.run(toData(some), some.length, options).catch((error) => {
          next = items.length;
          throw error;
        });
        unitVectors(flat, this.dimensions).forEach((vector, i) => {
          vectors[start + i] = vector;
        });
      }
    };
    await Promise.all([lane(), lane()]);
    return vectors;
  }
}

/**
 * Checks the files of a model and loads both of its towers, side by side.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`
 */
export async function openEncoder(model: ModelFolder, options: OpenOptions): Promise<OnnxEncoder> {
  const { manifest } = model;
  const [visionFile, textFile, tokenizerFile] = await Promise.all([
    locateModelFile(model, manifest.vision.file),
    locateModelFile(model, manifest.text.file),
    locateModelFile(model, manifest.text.tokenizer),
  ]);
  const pictures = visionSession(manifest, visionFile, options.threads);
  const texts = textSession(manifest, textFile, options.threads);
  try {
    const [outcome, , tokens] = await Promise.all([
      pictures.load(),
      texts.load(),
      verifyModelFile(tokenizerFile).then(() => loadTokens(tokenizerFile.path, manifest.text)),
    ]);
    const picturesPerRun = options.picturesPerRun ?? defaultPicturesPerRun;
    return new OnnxEncoder({ manifest, picturesPerRun, outcome, tokens, pictures, texts });
  } catch (error) {
    await Promise.all([pictures.close(), texts.close()]);
    throw error;
  }
}

function visionSession({ vision, dimensions }: ModelManifest, file: ModelFile, threads: number): Session {
  const { name, width, height } = vision.input;
  return new Session({
    ...file,
    input: { kind: 'pictures', name, width, height, ...vision.normalise },
    output: vision.outputs.embedding,
    dimensions,
    providers: providersFor(threads),
  });
}

function textSession({ text, dimensions }: ModelManifest, file: ModelFile, threads: number): Session {
  return new Session({
    ...file,
    input: { kind: 'texts', name: text.input.ids, type: text.input.type, length: text.maxLength },
    output: text.outputs.embedding,
    dimensions,
    providers: providersFor(threads),
  });
}

function wrongSize(bytes: number, expected: number): string {
  return `A picture of ${bytes} bytes was given to a model that reads ${expected}. Decode it for this model first.`;
}
