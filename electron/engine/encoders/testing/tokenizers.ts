/** A small `tokenizer.json` for each family, built as the published ones are, with a vocabulary of a few words of commerce. */
import type { FamilyName } from './architecture.ts';

export interface TestTokenizer {
  /** Content of tokenizer.json, tokenizer_config.json and special_tokens_map.json. */
  readonly tokenizer: object;
  readonly config: Record<string, unknown>;
  readonly specialTokens: Record<string, string>;
  readonly size: number;
  readonly padId: number;
  readonly unknownId: number;
  readonly eosId: number;
  readonly idOf: (token: string) => number;
  /** Ids of words for colours. */
  readonly colourIds: ReadonlyMap<number, readonly [number, number, number]>;
}

const colours: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [1, -1, -1],
  green: [-1, 1, -1],
  blue: [-1, -1, 1],
  yellow: [1, 1, -1],
  black: [-1, -1, -1],
  white: [1, 1, 1],
  红: [1, -1, -1],
  绿: [-1, 1, -1],
  蓝: [-1, -1, 1],
  黄: [1, 1, -1],
  黑: [-1, -1, -1],
  白: [1, 1, 1],
};
const words = [
  ...Object.keys(colours),
  ...'a an the of photo picture image product plain square circle thing shoe shoes shirt dress mug bag'.split(' '),
  ...'色的照片一张鞋裙包',
];
const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

export function tokenizerOf(family: FamilyName): TestTokenizer {
  switch (family) {
    case 'clip':
      return clipTokenizer();
    case 'siglip':
      return unigramTokenizer('siglip');
    case 'chinese-clip':
      return bertTokenizer();
    case 'multilingual':
      return unigramTokenizer('xlm-roberta');
  }
}

/** Byte-level BPE whose last piece of a word ends in `</w>`. */
function clipTokenizer(): TestTokenizer {
  const bytes = byteLetters();
  const vocabulary = [...bytes, ...bytes.map((letter) => `${letter}</w>`)];
  const merges: (readonly [string, string])[] = [];
  for (const word of words) {
    let pieces = [...Buffer.from(word)].map((byte) => bytes[byte] as string);
    pieces.push(`${pieces.pop()}</w>`);
    for (const merge of merges) pieces = merged(pieces, merge);
    while (pieces.length > 1) {
      const merge = [pieces[0] as string, pieces[1] as string] as const;
      merges.push(merge);
      vocabulary.push(merge.join(''));
      pieces = merged(pieces, merge);
    }
  }
  const [start, end] = ['<|startoftext|>', '<|endoftext|>'];
  vocabulary.push(start, end);
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const idOf = lookUp(ids);
  const wordId = (word: string): number =>
    idOf(`${[...Buffer.from(word)].map((byte) => bytes[byte] as string).join('')}</w>`);
  const pattern =
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  const replaceSpaces = { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' };
  return testTokenizer(ids, { pad: end, unknown: end, start, end }, wordId, 'CLIPTokenizer', 24, {
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, replaceSpaces, { type: 'Lowercase' }] },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [end, idOf(end)],
      cls: [start, idOf(start)],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: end,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: Object.fromEntries(ids),
      merges: merges.map((merge) => merge.join(' ')),
    },
  });
}

function merged(pieces: readonly string[], [left, right]: readonly [string, string]): string[] {
  const result: string[] = [];
  for (const piece of pieces) {
    if (piece === right && result.at(-1) === left) result[result.length - 1] = left + right;
    else result.push(piece);
  }
  return result;
}

/** WordPiece over lower-cased words and single Chinese characters. */
function bertTokenizer(): TestTokenizer {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words.filter((word) => !letters.includes(word))];
  vocabulary.push(...letters, ...letters.map((letter) => `##${letter}`));
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const idOf = lookUp(ids);
  const names = { pad: '[PAD]', unknown: '[UNK]', start: '[CLS]', end: '[SEP]' };
  return testTokenizer(ids, names, idOf, 'BertTokenizer', 24, {
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: framing('[CLS]', '[SEP]', idOf),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(ids),
    },
  });
}

/** SentencePiece: SigLIP frames a text by its end alone and pads with that; XLM-R has a start and a padding of its own. */
function unigramTokenizer(kind: 'siglip' | 'xlm-roberta'): TestTokenizer {
  const special = kind === 'siglip' ? ['<pad>', '</s>', '<unk>'] : ['<s>', '<pad>', '</s>', '<unk>'];
  const pieces: [string, number][] = special.map((token) => [token, 0]);
  for (const word of words) {
    if (/^[a-z]{2,}$/.test(word)) pieces.push([`▁${word}`, -4]);
    else if (!letters.includes(word)) pieces.push([word, -4]);
  }
  pieces.push(...letters.map((letter): [string, number] => [letter, -8]), ['▁', -6], ['▁a', -5]);
  const ids = new Map(pieces.map(([token], id) => [token, id]));
  const idOf = lookUp(ids);
  const wordId = (word: string): number => ids.get(`▁${word}`) ?? idOf(word);
  const isSiglip = kind === 'siglip';
  const names = { pad: isSiglip ? '</s>' : '<pad>', unknown: '<unk>', start: isSiglip ? null : '<s>', end: '</s>' };
  const strip = { type: 'Replace', pattern: { Regex: '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]' }, content: '' };
  const squeeze = { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' };
  const edges = { type: 'Strip', strip_left: true, strip_right: true };
  const normalizers = isSiglip ? [{ type: 'Lowercase' }, strip, squeeze, edges] : [{ type: 'NFKC' }, squeeze];
  return testTokenizer(ids, names, wordId, isSiglip ? 'SiglipTokenizer' : 'XLMRobertaTokenizer', isSiglip ? 64 : 24, {
    normalizer: { type: 'Sequence', normalizers },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
    post_processor: framing(names.start, names.end, idOf),
    decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
    model: { type: 'Unigram', unk_id: idOf('<unk>'), vocab: pieces, byte_fallback: false },
  });
}

interface Names {
  readonly pad: string;
  readonly unknown: string;
  readonly start: string | null;
  readonly end: string;
}

function testTokenizer(
  ids: ReadonlyMap<string, number>,
  { pad, unknown, start, end }: Names,
  wordId: (word: string) => number,
  className: string,
  maxLength: number,
  parts: object,
): TestTokenizer {
  const idOf = lookUp(ids);
  const special = [...new Set([pad, unknown, end, ...(start === null ? [] : [start])])];
  const flags = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true };
  const added = special.map((content) => ({ id: idOf(content), content, ...flags }));
  const isBert = start === '[CLS]';
  const specialTokens = {
    pad_token: pad,
    unk_token: unknown,
    ...(isBert ? { cls_token: start, sep_token: end } : { eos_token: end }),
    ...(start !== null && !isBert ? { bos_token: start } : {}),
  };
  return {
    tokenizer: { version: '1.0', truncation: null, padding: null, added_tokens: added, ...parts },
    config: { tokenizer_class: className, model_max_length: maxLength, do_lower_case: true, ...specialTokens },
    specialTokens,
    size: ids.size,
    padId: idOf(pad),
    unknownId: idOf(unknown),
    eosId: idOf(end),
    idOf,
    colourIds: new Map(Object.entries(colours).map(([word, colour]) => [wordId(word), colour])),
  };
}

function framing(start: string | null, end: string, idOf: (token: string) => number): object {
  const special = (token: string): object => ({ SpecialToken: { id: token, type_id: 0 } });
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const tokens = start === null ? [end] : [start, end];
  return {
    type: 'TemplateProcessing',
    single: start === null ? [text, special(end)] : [special(start), text, special(end)],
    pair: [],
    special_tokens: Object.fromEntries(tokens.map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])),
  };
}

function lookUp(ids: ReadonlyMap<string, number>): (token: string) => number {
  return (token) => {
    const id = ids.get(token);
    if (id === undefined) throw new Error(`The vocabulary has no ${token}.`);
    return id;
  };
}

/** The letter that stands for each byte in byte-level BPE (Radford et al. 2019): itself if it prints, else one from 256 on. */
function byteLetters(): string[] {
  const prints = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(prints(byte) ? byte : next++));
}
