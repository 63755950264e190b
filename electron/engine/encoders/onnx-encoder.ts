/** A model folder as an `Encoder`: pictures and texts become batches here, and vectors come back. */
import { AppError } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { locateModelFile, type ModelFolder, verifyModelFile } from './manifest.ts';
import { type ProviderOutcome, providersFor } from './providers.ts';
import { Session } from './session.ts';
import { padIds, unitVectors } from './tensors.ts';
import { loadTokens, type TextTokens } from './tokens.ts';
import type { EncodeOptions, Encoder, ModelPixels } from './types.ts';

/**
 * Pictures a run. Without an arena, larger runs spend their time on fresh memory; this is the fastest size measured, and a query
 * picture waits for no more than this (see bench/encode.ts).
 */
const picturesPerRun = 4;
const textsPerRun = 32;

export class OnnxEncoder implements Encoder {
  readonly manifest: ModelManifest;
  readonly batchSize = picturesPerRun;
  readonly #outcome: ProviderOutcome;
  readonly #tokens: TextTokens;
  readonly #pictures: Session;
  readonly #texts: Session;

  constructor(
    manifest: ModelManifest,
    outcome: ProviderOutcome,
    tokens: TextTokens,
    pictures: Session,
    texts: Session,
  ) {
    this.manifest = manifest;
    this.#outcome = outcome;
    this.#tokens = tokens;
    this.#pictures = pictures;
    this.#texts = texts;
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
    return this.#inRuns(pictures, picturesPerRun, this.#pictures, options, (some) => {
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
        const flat = await session.run(toData(some), some.length, options);
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
export async function openEncoder(model: ModelFolder, options: { threads: number }): Promise<OnnxEncoder> {
  const { manifest } = model;
  const [visionPath, textPath, tokenizerPath] = await Promise.all([
    locateModelFile(model, manifest.vision.file),
    locateModelFile(model, manifest.text.file),
    locateModelFile(model, manifest.text.tokenizer),
  ]);
  const pictures = visionSession(manifest, visionPath, options.threads);
  const texts = textSession(manifest, textPath, options.threads);
  try {
    const [outcome, , tokens] = await Promise.all([
      pictures.load(),
      texts.load(),
      verifyModelFile(tokenizerPath, manifest.files[manifest.text.tokenizer]?.sha256 ?? '').then(() =>
        loadTokens(tokenizerPath, manifest.text),
      ),
    ]);
    return new OnnxEncoder(manifest, outcome, tokens, pictures, texts);
  } catch (error) {
    await Promise.all([pictures.close(), texts.close()]);
    throw error;
  }
}

function visionSession(manifest: ModelManifest, path: string, threads: number): Session {
  const { input, normalise, outputs, file } = manifest.vision;
  return new Session({
    path,
    sha256: manifest.files[file]?.sha256 ?? '',
    input: { kind: 'pictures', name: input.name, width: input.width, height: input.height, ...normalise },
    output: outputs.embedding,
    dimensions: manifest.dimensions,
    providers: providersFor(threads),
  });
}

function textSession(manifest: ModelManifest, path: string, threads: number): Session {
  const { input, maxLength, outputs, file } = manifest.text;
  return new Session({
    path,
    sha256: manifest.files[file]?.sha256 ?? '',
    input: { kind: 'texts', name: input.ids, type: input.type, length: maxLength },
    output: outputs.embedding,
    dimensions: manifest.dimensions,
    providers: providersFor(threads),
  });
}

function wrongSize(bytes: number, expected: number): string {
  return `A picture of ${bytes} bytes was given to a model that reads ${expected}. Decode it for this model first.`;
}
