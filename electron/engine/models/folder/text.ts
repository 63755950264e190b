/** The `text` part of a model.json, from the files of the tokenizer, `config.json` and the ONNX file. */
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import type { Clues } from './clues.ts';
import type { Config, TokenizerConfig, TokenizerFile } from './config-files.ts';
import { isSiglip } from './family.ts';

type Text = ModelManifest['text'];

export type TextParts = Pick<
  Text,
  'maxLength' | 'padding' | 'padId' | 'unknownId' | 'addSpecialTokens' | 'normalise' | 'outputs'
> & {
  /** What a file for both is given beside images. */
  readonly endId: number;
};

export function textParts(clues: Clues): TextParts {
  const { tokenizer, tokenizerConfig, config, text: ends, assume } = clues;
  const idOf = idsOf(tokenizer);
  const end = idOf(tokenizerConfig.eos_token) ?? idOf(tokenizerConfig.sep_token) ?? endOf(config);
  const pad =
    idOf(tokenizerConfig.pad_token) ?? tokenizer.padding?.pad_id ?? config.text_config?.pad_token_id ?? undefined;
  if (pad === undefined) assume('texts-pad', 'No padding token is named: 0 is used.');
  const unknown =
    idOf(tokenizerConfig.unk_token) ?? idOf(tokenizer.model.unk_token) ?? tokenizer.model.unk_id ?? undefined;
  const framing = JSON.stringify(tokenizer.post_processor ?? null);
  const endName = nameOf(tokenizerConfig.eos_token) ?? nameOf(tokenizerConfig.sep_token);
  if (endName !== undefined && !framing.includes(JSON.stringify(endName))) {
    const asked = tokenizerConfig.add_eos_token === true;
    assume(
      asked ? 'texts-end-asked' : 'texts-end',
      `tokenizer.json puts no ${endName} at the end of a text${asked ? ', although tokenizer_config.json asks for it' : ''}.`,
      { token: endName },
    );
  }
  const fixedLength = ends.ids.shape[1];
  return {
    maxLength: typeof fixedLength === 'number' ? fixedLength : longest(clues),
    padding: paddingOf(clues),
    padId: typeof fixedLength === 'number' && isPlainClip(clues) ? 0 : (pad ?? 0),
    unknownId: unknown ?? pad ?? 0,
    addSpecialTokens: true,
    normalise: normaliseOf(clues),
    outputs: outputsOf(clues, end),
    endId: end ?? pad ?? 0,
  };
}

/**
 * Attention costs with the square of the length: at this one it takes some 200 MB a text, and more words than listings have. A
 * model.json may say more.
 */
const mostTokens = 2048;

function longest({ facts, family, config, openClip, tokenizerConfig, assume }: Clues): number {
  const said = [openClip?.model_cfg?.text_cfg?.context_length, config.text_config?.max_position_embeddings];
  const positions = said.filter((length): length is number => length != null && length >= 1);
  const tokens = tokenizerConfig.model_max_length;
  // Tokenizers without a limit say 10^30.
  const tokenLimit = tokens != null && tokens >= 1 && tokens < 100_000 ? [tokens] : [];
  const own = Math.min(...positions, ...tokenLimit);
  // A tower that is not CLIP's own, as Jina's, is as long as its files say; CLIP's has 77 positions unless config.json has others.
  const isOwn = family === 'clip' && (positions.length > 0 || (!hasClipText(config) && tokenLimit.length > 0));
  const length = isOwn ? own : Math.min(own, facts.maxLength);
  if (length <= mostTokens) return length;
  const message = `The model reads texts of up to ${length} tokens; ${mostTokens} are used, and what is longer is cut: the rest would cost much memory. Say more in model.json.`;
  assume('texts-bounded', message, { said: length, length: mostTokens });
  return mostTokens;
}

function hasClipText({ text_config }: Config): boolean {
  return ['', 'clip', 'clip_text_model'].includes(text_config?.model_type ?? '');
}

/**
 * CLIP was trained with zeros after the text. A causal tower never reads them; MobileCLIP's does, and wants them, whatever token its
 * tokenizer's files name for padding.
 */
function isPlainClip({ family, text: ends, config }: Clues): boolean {
  return family === 'clip' && ends.attentionMask === undefined && hasClipText(config);
}

/**
 * How a tower without a causal mask is fed, for when the usual way fails the test: always to the full length, with zeros. Undefined
 * where that is no other way.
 */
export function fixedWithZeros(clues: Clues, text: Text): Text | undefined {
  if (!isPlainClip(clues) || (text.padding === 'fixed' && text.padId === 0)) return undefined;
  return { ...text, padding: 'fixed', padId: 0 };
}

function paddingOf({ family, text: ends, assume }: Clues): Text['padding'] {
  if (typeof ends.ids.shape[1] === 'number' || isSiglip(family)) return 'fixed';
  if (ends.attentionMask !== undefined) return 'longest';
  // A causal model reads no further than the end of the text.
  if (family === 'clip') return 'longest';
  assume('texts-fixed-length', 'The text file takes no attention mask: every text is padded to the same length.');
  return 'fixed';
}

function normaliseOf({ family, openClip, tokenizer, config, files }: Clues): Text['normalise'] {
  const rule = openClip?.model_cfg?.text_cfg?.tokenizer_kwargs?.clean;
  // SigLIP was trained on text without punctuation, SigLIP 2 on lower-cased text; CLIP's tokenizer does it itself unless it was remade.
  const strips = rule === 'canonicalize' || (rule == null && family === 'siglip');
  const lowers =
    strips || rule === 'lower' || isSiglip(family) || (family === 'clip' && !mentionsLowercase(tokenizer.normalizer));
  const named = [config._name_or_path, files.title, ...files.folder.split(/[/\\]/).slice(-3)].join(' ');
  const clean = openClip !== undefined || (family === 'clip' && trainedWithOpenClip.test(named));
  return { lowercase: lowers, punctuation: strips ? 'strip' : 'keep', clean };
}

/** OpenCLIP cleans every text before its tokenizer, and so do those that were trained with it. */
const trainedWithOpenClip = /laion|datacomp|mobileclip|marqo|open[_-]?clip/i;

const mentionsLowercase = (normalizer: unknown): boolean =>
  /"(Lowercase|BertNormalizer)"/.test(JSON.stringify(normalizer ?? null));

function outputsOf({ family, text: ends, pooling, config, assume }: Clues, end: number | undefined): Text['outputs'] {
  const embedding = ends.output.name;
  if (ends.pooled) return { embedding, pooling: 'none' };
  const textType = config.text_config?.model_type ?? '';
  if (pooling !== undefined) {
    return { embedding, pooling: pooling.pooling_mode_cls_token === true ? 'cls' : 'mean' };
  }
  if (family === 'chinese-clip') {
    assume('texts-first-token', `${embedding} has a vector a token: the first is taken.`, { output: embedding });
    return { embedding, pooling: 'cls' };
  }
  if (family === 'clip' && (textType === '' || textType.includes('clip')) && end !== undefined) {
    const message = `${embedding} has a vector a token: the one at the end of the text is taken.`;
    assume('texts-end-token', message, { output: embedding });
    return { embedding, pooling: 'eos', eosId: end };
  }
  assume('texts-mean-of-tokens', `${embedding} has a vector a token: their mean is taken.`, { output: embedding });
  return { embedding, pooling: 'mean' };
}

function endOf(config: Config): number | undefined {
  const id = config.text_config?.eos_token_id;
  return (Array.isArray(id) ? id[0] : id) ?? undefined;
}

type TokenName = TokenizerConfig['pad_token'];

const nameOf = (token: TokenName): string | undefined => (typeof token === 'string' ? token : token?.content);

/** Vocabularies are an object of ids (BPE, WordPiece) or a list of [token, score] (Unigram). */
function idsOf({ added_tokens, model }: TokenizerFile): (token: TokenName) => number | undefined {
  return (token) => {
    const name = nameOf(token);
    if (name === undefined) return undefined;
    const added = added_tokens?.find(({ content }) => content === name)?.id;
    if (added !== undefined) return added;
    if (Array.isArray(model.vocab)) {
      const at = model.vocab.findIndex((entry) => Array.isArray(entry) && entry[0] === name);
      return at < 0 ? undefined : at;
    }
    const id = (model.vocab as Record<string, unknown> | null)?.[name];
    return typeof id === 'number' ? id : undefined;
  };
}
