/** A small `tokenizer.json` for each family, built as the published ones are, with a vocabulary of a few words of commerce. */
import type { FamilyName } from './architecture.ts';
import {
  bytepairs,
  framing,
  idsOf,
  letters,
  lookUp,
  type TestTokenizer,
  testTokenizer,
  words,
} from './tokenizer-parts.ts';

export function tokenizerOf(family: FamilyName): TestTokenizer {
  switch (family) {
    case 'clip':
      return clipTokenizer();
    case 'siglip':
      return unigramTokenizer('siglip');
    case 'siglip2':
      return gemmaTokenizer();
    case 'chinese-clip':
      return bertTokenizer();
    case 'multilingual':
      return unigramTokenizer('xlm-roberta');
  }
}

/** Byte-level BPE whose last piece of a word ends in `</w>`. */
function clipTokenizer(): TestTokenizer {
  const bytes = byteLetters();
  const spelt = words.map((word) => {
    const pieces = [...Buffer.from(word)].map((byte) => bytes[byte] as string);
    return [...pieces.slice(0, -1), `${pieces.at(-1)}</w>`];
  });
  const { merges, pieces } = bytepairs(spelt);
  const [start, end] = ['<|startoftext|>', '<|endoftext|>'];
  const ids = idsOf([...bytes, ...bytes.map((letter) => `${letter}</w>`), ...pieces, start, end]);
  const idOf = lookUp(ids);
  const wordIds = (word: string): number[] => [idOf((spelt[words.indexOf(word)] ?? []).join(''))];
  const pattern =
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  const replaceSpaces = { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' };
  return testTokenizer(ids, { pad: end, unknown: end, start, end }, wordIds, 'CLIPTokenizer', 24, {
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

/** WordPiece over lower-cased words and single Chinese characters. */
function bertTokenizer(): TestTokenizer {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words.filter((word) => !letters.includes(word))];
  vocabulary.push(...letters, ...letters.map((letter) => `##${letter}`));
  const ids = idsOf(vocabulary);
  const idOf = lookUp(ids);
  const names = { pad: '[PAD]', unknown: '[UNK]', start: '[CLS]', end: '[SEP]' };
  return testTokenizer(ids, names, (word) => [idOf(word)], 'BertTokenizer', 24, {
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
  const ids = idsOf(pieces.map(([token]) => token));
  const idOf = lookUp(ids);
  const wordIds = (word: string): number[] => [ids.get(`▁${word}`) ?? idOf(word)];
  const isSiglip = kind === 'siglip';
  const names = { pad: isSiglip ? '</s>' : '<pad>', unknown: '<unk>', start: isSiglip ? null : '<s>', end: '</s>' };
  const strip = { type: 'Replace', pattern: { Regex: '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]' }, content: '' };
  const squeeze = { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' };
  const edges = { type: 'Strip', strip_left: true, strip_right: true };
  const normalizers = isSiglip ? [{ type: 'Lowercase' }, strip, squeeze, edges] : [{ type: 'NFKC' }, squeeze];
  return testTokenizer(ids, names, wordIds, isSiglip ? 'SiglipTokenizer' : 'XLMRobertaTokenizer', isSiglip ? 64 : 24, {
    normalizer: { type: 'Sequence', normalizers },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
    post_processor: framing(names.start, names.end, idOf),
    decoder: { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' },
    model: { type: 'Unigram', unk_id: idOf('<unk>'), vocab: pieces, byte_fallback: false },
  });
}

/** Gemma's, which SigLIP 2 has: BPE over whole texts whose spaces are a letter, and single bytes for what it does not know. */
function gemmaTokenizer(): TestTokenizer {
  const spelt = words.flatMap((word) => [[...word], ['▁', ...word]]);
  const { merges, pieces } = bytepairs(spelt);
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const special = ['<pad>', '<eos>', '<bos>', '<unk>'];
  const ids = idsOf([...special, ...bytes, '▁', ...letters, ...spelt.flat(), ...pieces]);
  const idOf = lookUp(ids);
  const wordIds = (word: string): number[] => [idOf(word), idOf(`▁${word}`)];
  const names = { pad: '<pad>', unknown: '<unk>', start: null, end: '<eos>' };
  return testTokenizer(ids, names, wordIds, 'GemmaTokenizer', 64, {
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    post_processor: framing(null, '<eos>', idOf),
    decoder: { type: 'ByteFallback' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(ids),
      merges: merges.map((merge) => merge.join(' ')),
    },
  });
}

/** The letter that stands for each byte in byte-level BPE (Radford et al. 2019): itself if it prints, else one from 256 on. */
function byteLetters(): string[] {
  const prints = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(prints(byte) ? byte : next++));
}
