/** Words to the numbers that a text model reads, by way of the model's own `tokenizer.json`. */
import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { cleanText } from './clean-text.ts';

export interface TextTokens {
  /** At least one id and at most the model's `maxLength`; not padded. */
  encode(text: string): number[];
}

/**
 * `configPath`: tokenizer_config.json, which knows of a few rules that some tokenizers have beside tokenizer.json.
 * @throws {AppError} `MODEL_DAMAGED` when a file is not what it should be
 */
export async function loadTokens(
  path: string,
  text: ModelManifest['text'],
  configPath?: string | undefined,
): Promise<TextTokens> {
  const config = configPath === undefined ? {} : await readJson(configPath);
  const content = await readJson(path);
  try {
    const tokenizer = new Tokenizer(content, config);
    const closing = closingIds(tokenizer, text);
    return { encode: (words) => idsOf(tokenizer, words, text, closing) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readJson(path: string): Promise<object> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const message = `${path} is not a tokenizer that can be read. Install the model again.`;
  return new AppError('MODEL_DAMAGED', message, { details: { path }, cause });
}

function idsOf(tokenizer: Tokenizer, words: string, text: ModelManifest['text'], closing: readonly number[]): number[] {
  const normalised = normaliseText(words, text.normalise);
  const { ids } = tokenizer.encode(normalised, { add_special_tokens: text.addSpecialTokens });
  if (ids.length === 0) return [text.unknownId];
  if (ids.length <= text.maxLength) return ids;
  return [...ids.slice(0, text.maxLength - closing.length), ...closing];
}

/** The special tokens that follow every text: found by what they add to one, since every kind of tokenizer says it otherwise. */
function closingIds(tokenizer: Tokenizer, { addSpecialTokens }: ModelManifest['text']): number[] {
  if (!addSpecialTokens) return [];
  const probe = 'a';
  const framed = tokenizer.encode(probe, { add_special_tokens: true }).ids;
  const plain = tokenizer.encode(probe, { add_special_tokens: false }).ids;
  const startsAt = (at: number): boolean => plain.every((id, i) => framed[at + i] === id);
  const start = framed.findIndex((_, at) => startsAt(at));
  return start === -1 ? [] : framed.slice(start + plain.length);
}

/** Python's `string.punctuation`, the 32 ASCII signs; SigLIP's rule knows no others. */
const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;

/**
 * What `model.json` has done to a text before the tokenizer sees it. `strip` follows `canonicalize_text` of OpenCLIP, which took it from `prompt_engineering.py` of big_vision: an underscore is a space,
 * punctuation goes, white space becomes one space and none at the ends. There it goes together with lower case.
 */
export function normaliseText(text: string, rules: ModelManifest['text']['normalise']): string {
  const cleaned = rules.clean ? cleanText(text) : text;
  const stripped =
    rules.punctuation === 'strip'
      ? cleaned.replaceAll('_', ' ').replace(punctuation, '').replace(/\s+/g, ' ').trim()
      : cleaned;
  return rules.lowercase ? stripped.toLowerCase() : stripped;
}
