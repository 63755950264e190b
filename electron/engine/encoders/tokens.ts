/** Words to the numbers that a text model reads, by way of the model's own `tokenizer.json`. */
import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';

export interface TextTokens {
  /** At least one id and at most the model's `maxLength`; not padded. */
  encode(text: string): number[];
}

/** @throws {AppError} `MODEL_DAMAGED` when the file is not a tokenizer */
export async function loadTokens(path: string, text: ModelManifest['text']): Promise<TextTokens> {
  try {
    // The second argument is tokenizer_config.json, which only matters for decoding and chat templates.
    const tokenizer = new Tokenizer(JSON.parse(await readFile(path, 'utf8')), {});
    return { encode: (words) => idsOf(tokenizer, words, text) };
  } catch (error) {
    const message = `${path} is not a tokenizer that can be read. Install the model again.`;
    throw new AppError('MODEL_DAMAGED', message, { details: { path }, cause: error });
  }
}

function idsOf(tokenizer: Tokenizer, words: string, text: ModelManifest['text']): number[] {
  const { ids } = tokenizer.encode(words, { add_special_tokens: text.addSpecialTokens });
  return ids.length === 0 ? [text.unknownId] : fitLength(ids, text);
}

/** Cuts to `maxLength`; where special tokens frame the text, the closing one stays. */
function fitLength(ids: number[], { maxLength, addSpecialTokens }: ModelManifest['text']): number[] {
  if (ids.length <= maxLength) return ids;
  const last = ids[ids.length - 1];
  if (!addSpecialTokens || last === undefined) return ids.slice(0, maxLength);
  return [...ids.slice(0, maxLength - 1), last];
}
