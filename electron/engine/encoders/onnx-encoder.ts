/** A model folder as an `Encoder`: images and texts become batches here, and vectors come back. */
import { join } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import { cpuProvider, usualCpuProvider } from './cpu-sessions.ts';
import { locateModelFile, type ModelFolder, verifyModelFile } from './manifest.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import { Session } from './session.ts';
import { sessionSpecs } from './session-spec.ts';
import { idRows, unitVectors } from './tensors.ts';
import { loadTokens, type TextTokens } from './tokens.ts';
import type { EncodeOptions, Encoder, ModelPixels } from './types.ts';

const textsPerRun = 32;
/** Attention holds a number for each pair of tokens, in each of a dozen heads: as many as 32 texts of 512 tokens have. */
const tokenPairsPerRun = 32 * 512 * 512;

export interface OpenOptions {
  /** Threads of all runs together. */
  readonly threads: number;
  /** For images, tried in this order; the CPU when left out. Words stay on the CPU: see docs/decisions.md. */
  readonly providers?: readonly Provider[] | undefined;
  /** Called when images are no longer run where they were. */
  readonly onOutcome?: ((outcome: ProviderOutcome) => void) | undefined;
}

export class OnnxEncoder implements Encoder {
  readonly manifest: ModelManifest;
  readonly #outcome: ProviderOutcome;
  readonly #tokens: TextTokens;
  readonly #images: Session;
  readonly #texts: Session;

  constructor(manifest: ModelManifest, tokens: TextTokens, images: Session, texts: Session, outcome: ProviderOutcome) {
    this.manifest = manifest;
    this.#tokens = tokens;
    this.#images = images;
    this.#texts = texts;
    this.#outcome = outcome;
  }

  get modelId(): string {
    return this.manifest.id;
  }

  get dimensions(): number {
    return this.manifest.dimensions;
  }

  /** Where images are run now, and why there. */
  get outcome(): ProviderOutcome {
    return this.#images.outcome ?? this.#outcome;
  }

  get provider(): string {
    return this.outcome.provider;
  }

  get batchSize(): number {
    return this.outcome.batchSize;
  }

  /**
   * Runs images elsewhere from now on, without a pause: what is under way goes on where it is.
   * @throws {AppError} `MODEL_FAILED` when none of the providers opens; then all stays as it was
   */
  moveTo(providers: readonly Provider[]): Promise<ProviderOutcome> {
    return this.#images.moveTo(providers);
  }

  /** Images of background work that are asked for from now on wait until then. */
  holdBackground(until: Promise<unknown>): void {
    this.#images.holdBackground(until);
  }

  encodeTexts(texts: readonly string[], options: EncodeOptions = {}): Promise<Float32Array[]> {
    const { maxLength, padId, padding } = this.manifest.text;
    // Where one file holds both towers, texts share the provider of images, and with it the shapes that it was made ready for.
    const onCard = this.#texts === this.#images && this.provider !== 'cpu';
    const widthOf = (lists: readonly (readonly number[])[]): number =>
      padding === 'fixed' || onCard ? maxLength : Math.max(...lists.map((ids) => ids.length));
    const lists = texts.map((text) => this.#tokens.encode(text));
    const perRun = onCard ? this.batchSize : textsPerRun;
    const fits = (some: readonly number[][]): boolean => some.length * widthOf(some) ** 2 <= tokenPairsPerRun;
    return this.#inRuns(lists, perRun, this.#texts, options, (some) => idRows(some, widthOf(some), padId), fits);
  }

  encodeImages(images: readonly ModelPixels[], options: EncodeOptions = {}): Promise<Float32Array[]> {
    const { width, height } = this.manifest.vision.input;
    const size = width * height * 3;
    return this.#inRuns(images, this.batchSize, this.#images, options, (some) => {
      const joined = new Uint8Array(some.length * size);
      some.forEach((pixels, i) => {
        if (pixels.length !== size) throw new AppError('MODEL_FAILED', wrongSize(pixels.length, size));
        joined.set(pixels, i * size);
      });
      return joined;
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#images.close(), this.#texts.close()]);
  }

  /** Two runs a session are under way at a time, so that its worker has the next one when it ends one. */
  async #inRuns<T>(
    items: readonly T[],
    perRun: number,
    session: Session,
    options: EncodeOptions,
    toData: (items: readonly T[]) => Uint8Array | Int32Array,
    fits: (items: readonly T[]) => boolean = () => true,
  ): Promise<Float32Array[]> {
    const vectors = new Array<Float32Array>(items.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        // The session of another model would share the cores with the query that someone waits for.
        if (options.priority === 'background') await untilQuiet();
        if (next >= items.length) return;
        const start = next;
        let some = items.slice(start, start + perRun);
        while (some.length > 1 && !fits(some)) some = some.slice(0, some.length >> 1);
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
    const lanes = 2 * (session.outcome?.sessions ?? 1);
    await Promise.all(Array.from({ length: Math.min(lanes, Math.ceil(items.length / perRun)) }, lane));
    return vectors;
  }
}

/**
 * Checks the files of a model and loads both of its towers, side by side.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`
 */
export async function openEncoder(model: ModelFolder, options: OpenOptions): Promise<OnnxEncoder> {
  const { manifest } = model;
  const specs = await sessionSpecs(model);
  const { threads, providers = [usualCpuProvider(manifest, threads)] } = options;
  const images = new Session({ ...specs.images, providers }, { onOutcome: options.onOutcome });
  const inOneFile = specs.images === specs.texts;
  const texts = inOneFile ? images : new Session({ ...specs.texts, providers: [cpuProvider(threads, 1)] });
  try {
    const [outcome, , tokens] = await Promise.all([images.load(), texts.load(), openTokens(model)]);
    return new OnnxEncoder(manifest, tokens, images, texts, outcome);
  } catch (error) {
    await Promise.all([images.close(), texts.close()]);
    throw error;
  }
}

async function openTokens(model: ModelFolder): Promise<TextTokens> {
  const { text } = model.manifest;
  const names = [text.tokenizer, ...(text.tokenizerConfig === undefined ? [] : [text.tokenizerConfig])];
  const files = await Promise.all(names.map((name) => locateModelFile(model, name)));
  await Promise.all(files.map(verifyModelFile));
  return loadTokens(join(model.folder, text.tokenizer), text, files[1]?.path);
}

function wrongSize(bytes: number, expected: number): string {
  return `A picture of ${bytes} bytes was given to a model that reads ${expected}. Decode it for this model first.`;
}
