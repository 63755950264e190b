/** What `model.json` has done to a text before the tokenizer sees it. */
import type { ModelManifest } from '../../contract/model-manifest.ts';

/** Python's `string.punctuation`, the 32 ASCII signs; SigLIP's rule knows no others. */
const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;

/**
 * `strip` follows `canonicalize_text` of OpenCLIP, which took it from `prompt_engineering.py` of big_vision: an underscore is a space,
 * punctuation goes, white space becomes one space and none at the ends. There it goes together with lower case.
 */
export function normaliseText(text: string, rules: ModelManifest['text']['normalise']): string {
  const stripped =
    rules.punctuation === 'strip'
      ? text.replaceAll('_', ' ').replace(punctuation, '').replace(/\s+/g, ' ').trim()
      : text;
  return rules.lowercase ? stripped.toLowerCase() : stripped;
}
