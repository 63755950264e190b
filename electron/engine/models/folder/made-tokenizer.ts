/**
 * `tokenizer.json` of models that have only its older form: `vocab.txt` of BERT (WordPiece), or `vocab.json` and `merges.txt` of CLIP
 * (byte-level BPE). What is made is what transformers makes of them (`BertConverter` and `CLIPConverter` of convert_slow_tokenizer.py).
 */
import { z } from 'zod';
import { type TokenizerConfig, tokenizerConfigSchema } from './config-files.ts';
import type { FolderFiles } from './files.ts';
import { unsupported } from './unsupported.ts';

const bertSchema = z.looseObject({
  ...tokenizerConfigSchema.shape,
  do_lower_case: z.boolean().nullish(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().nullish(),
});

/** The folder with a tokenizer.json that was made, where it has none and can have one. @throws {AppError} `MODEL_UNSUPPORTED` */
export async function withTokenizer(files: FolderFiles): Promise<FolderFiles> {
  if (files.has('tokenizer.json') || files.pointers.has('tokenizer.json')) return files;
  const made = await madeOf(files);
  if (made === undefined) return files;
  const origin = Buffer.from(JSON.stringify(made));
  return files.with(new Map([['tokenizer.json', { bytes: origin.length, origin }]]));
}

async function madeOf(files: FolderFiles): Promise<object | undefined> {
  if (files.has('vocab.txt')) return wordPiece(files);
  if (files.has('vocab.json') && files.has('merges.txt')) return clipPairs(files);
  return undefined;
}

async function wordPiece(files: FolderFiles): Promise<object> {
  const config = (await files.json('tokenizer_config.json', bertSchema)) ?? {};
  const lines = ((await files.text('vocab.txt')) ?? '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const vocab = Object.fromEntries(lines.map((token, id) => [token, id]));
  const named = { cls: '[CLS]', sep: '[SEP]', unk: nameOf(config.unk_token) ?? '[UNK]' };
  const missing = Object.values(named).find((token) => vocab[token] === undefined);
  if (missing !== undefined) throw unlikeTheirName('vocab.txt', missing);
  const lowercase = config.do_lower_case ?? true;
  return {
    ...{ version: '1.0', truncation: null, padding: null },
    added_tokens: addedTokens(['[PAD]', named.unk, named.cls, named.sep, '[MASK]'], vocab),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents ?? null,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special(named.cls), { Sequence: { id: 'A', type_id: 0 } }, special(named.sep)],
      pair: [special(named.cls), { Sequence: { id: 'A', type_id: 0 } }, special(named.sep)],
      special_tokens: Object.fromEntries(
        [named.cls, named.sep].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: named.unk,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

async function clipPairs(files: FolderFiles): Promise<object> {
  const config = (await files.json('tokenizer_config.json', tokenizerConfigSchema)) ?? {};
  const vocab = (await files.json('vocab.json', z.record(z.string(), z.int()))) ?? {};
  const lines = ((await files.text('merges.txt')) ?? '').split(/\r?\n/);
  const merges = lines.filter((line) => line !== '' && !line.startsWith('#version'));
  const [start, end] = ['<|startoftext|>', '<|endoftext|>'];
  // Of other byte-level tokenizers (GPT-2, RoBERTa) the pieces of a word do not end in a mark.
  const missing = [start, end].find((token) => vocab[token] === undefined);
  if (missing !== undefined) throw unlikeTheirName('vocab.json', missing);
  const odd = merges.find((line) => line.split(' ').length !== 2);
  if (odd !== undefined) throw unlikeTheirName('merges.txt', odd.slice(0, 40));
  const names = [nameOf(config.pad_token), nameOf(config.unk_token)].filter((name) => name !== undefined);
  const pattern =
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  return {
    ...{ version: '1.0', truncation: null, padding: null },
    added_tokens: addedTokens([start, end, ...names], vocab),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      ...{ type: 'RobertaProcessing', sep: [end, vocab[end]], cls: [start, vocab[start]] },
      ...{ trim_offsets: false, add_prefix_space: false },
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      ...{ type: 'BPE', dropout: null, unk_token: end, continuing_subword_prefix: '', end_of_word_suffix: '</w>' },
      ...{ fuse_unk: false, vocab, merges },
    },
  };
}

const special = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } });

function addedTokens(names: readonly string[], vocab: Readonly<Record<string, number>>): object[] {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return [...new Set(names)]
    .flatMap((content) => (vocab[content] === undefined ? [] : [{ id: vocab[content], content, ...flags }]))
    .sort((a, b) => a.id - b.id);
}

const nameOf = (token: TokenizerConfig['pad_token']): string | undefined =>
  typeof token === 'string' ? token : token?.content;

function unlikeTheirName(file: string, token: string) {
  const message = `tokenizer.json is missing, and one cannot be made of ${file}: it is not of CLIP or BERT (${token}). Make one with transformers: AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder).`;
  return unsupported('other-tokenizer', message, { file, token });
}
