/** Everything that the files of a folder in the layout of Hugging Face say of its model, read once, and notes of what is assumed. */
import type { AppError } from '../../../contract/errors.ts';
import type { Assumption } from '../../../contract/models.ts';
import {
  type Config,
  configSchema,
  type OpenClip,
  openClipPreprocessSchema,
  openClipSchema,
  type Pooling,
  type Preprocessor,
  poolingSchema,
  preprocessorSchema,
  processorSchema,
  type TokenizerConfig,
  type TokenizerFile,
  tokenizerConfigSchema,
  tokenizerSchema,
} from './config-files.ts';
import { type TextEnds, textEnds, type VisionEnds, visionEnds } from './ends.ts';
import { type Family, type FamilyFacts, familyFacts, familyOf } from './family.ts';
import type { FolderFiles } from './files.ts';
import { unsupported } from './unsupported.ts';
import type { Weights } from './weights.ts';

export interface ConfigFiles {
  readonly config: Config;
  readonly openClip: OpenClip | undefined;
  readonly preprocessor: Preprocessor | undefined;
  readonly pooling: Pooling | undefined;
  readonly tokenizer: TokenizerFile;
  /** `tokenizer_config.json` over `special_tokens_map.json`. */
  readonly tokenizerConfig: TokenizerConfig;
}

export interface Clues extends ConfigFiles {
  readonly files: FolderFiles;
  readonly weights: Weights;
  readonly family: Family;
  readonly facts: FamilyFacts;
  readonly vision: VisionEnds;
  readonly text: TextEnds;
  /** What was assumed so far. */
  readonly notes: Assumption[];
  /** Notes what is assumed: which of the kinds, and in English. */
  assume(why: Assumption['why'], message: string, values?: Assumption['values']): void;
}

/** @throws {AppError} `MODEL_UNSUPPORTED` */
export async function readClues(files: FolderFiles, weights: Weights): Promise<Clues> {
  const found = await readConfigFiles(files);
  const notes: Assumption[] = [];
  const assume: Clues['assume'] = (why, message, values = {}) => void notes.push({ why, values, message });
  const known = familyOf(found);
  if (known === null) assume('family', 'No file names a family that is known: it is taken for a CLIP.');
  const family = known ?? 'clip';
  return {
    ...{ ...found, files, weights, family, notes, assume },
    facts: familyFacts[family],
    vision: visionEnds(weights.vision, family),
    text: textEnds(weights.text, family),
  };
}

async function readConfigFiles(files: FolderFiles): Promise<ConfigFiles> {
  const config = await files.json('config.json', configSchema);
  const openClip = await openClipOf(files, config);
  if (config === undefined && openClip === undefined) {
    throw unsupported(
      'no-config',
      'config.json is missing: nothing says what kind of model it is. Get it from where the model is from.',
    );
  }
  const tokenizer = await files.json('tokenizer.json', tokenizerSchema);
  if (tokenizer === undefined) throw noTokenizer(files);
  const processor = await files.json('processor_config.json', processorSchema);
  const special = await files.json('special_tokens_map.json', tokenizerConfigSchema);
  const own = await files.json('tokenizer_config.json', tokenizerConfigSchema);
  const tokenizerConfig = { ...processor?.tokenizer, ...special, ...own };
  // Where both are there, transformers reads the newer one.
  const preprocessor =
    processor?.image_processor ?? (await files.json('preprocessor_config.json', preprocessorSchema)) ?? undefined;
  const pooling = await files.json('1_Pooling/config.json', poolingSchema);
  return { config: config ?? {}, openClip, tokenizer, tokenizerConfig, preprocessor, pooling };
}

/** Immich has the same as two files: the model's part is its config.json. */
async function openClipOf(files: FolderFiles, config: Config | undefined): Promise<OpenClip | undefined> {
  const own = await files.json('open_clip_config.json', openClipSchema);
  if (own !== undefined) return own;
  const preprocess = await files.json('visual/preprocess_cfg.json', openClipPreprocessSchema);
  const isOpenClip = config?.vision_cfg != null && config.text_cfg != null;
  if (!isOpenClip && preprocess === undefined) return undefined;
  return { ...(isOpenClip ? { model_cfg: config } : {}), ...(preprocess ? { preprocess_cfg: preprocess } : {}) };
}

function noTokenizer(files: FolderFiles): AppError {
  const alone = files.has('vocab.json') !== files.has('merges.txt');
  if (alone && !files.has('vocab.txt')) {
    const [file, missing] = files.has('vocab.json') ? ['vocab.json', 'merges.txt'] : ['merges.txt', 'vocab.json'];
    const message = `tokenizer.json is missing, and of its older form there is ${file} without ${missing}. Get that file too, or tokenizer.json.`;
    return unsupported('half-tokenizer', message, { file, missing });
  }
  const olderNames = [
    'vocab.json',
    'merges.txt',
    'vocab.txt',
    'spiece.model',
    'sentencepiece.bpe.model',
    'tokenizer.model',
  ];
  const other = olderNames.find((name) => files.has(name));
  if (other === undefined) {
    const message = 'tokenizer.json is missing: without it no text can be read. Get it from where the model is from.';
    return unsupported('no-tokenizer', message);
  }
  return unsupported(
    'older-tokenizer',
    `tokenizer.json is missing; ${other} is an older form of it. Make one with transformers: AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder).`,
    { file: other },
  );
}
