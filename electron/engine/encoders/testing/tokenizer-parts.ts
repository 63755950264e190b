/** What the tokenizers of all families are made of: a small vocabulary of commerce, byte pair merges, and the parts of tokenizer.json. */

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
export const words = [
  ...Object.keys(colours),
  ...'a an the of photo picture image product plain square circle thing shoe shoes shirt dress mug bag'.split(' '),
  ...'色的照片一张鞋裙包',
];
export const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

/**
 * Merges that make each word one piece, in the order of their rank, and the pieces that they make. `words` come in the pieces that they
 * are made of.
 */
export function bytepairs(spelt: readonly (readonly string[])[]): {
  merges: (readonly [string, string])[];
  pieces: string[];
} {
  const merges: (readonly [string, string])[] = [];
  for (const word of spelt) {
    let pieces = [...word];
    for (const merge of merges) pieces = merged(pieces, merge);
    while (pieces.length > 1) {
      const merge = [pieces[0] as string, pieces[1] as string] as const;
      merges.push(merge);
      pieces = merged(pieces, merge);
    }
  }
  return { merges, pieces: merges.map((merge) => merge.join('')) };
}

function merged(pieces: readonly string[], [left, right]: readonly [string, string]): string[] {
  const result: string[] = [];
  for (const piece of pieces) {
    if (piece === right && result.at(-1) === left) result[result.length - 1] = left + right;
    else result.push(piece);
  }
  return result;
}

export interface Names {
  readonly pad: string;
  readonly unknown: string;
  readonly start: string | null;
  readonly end: string;
}

export function testTokenizer(
  ids: ReadonlyMap<string, number>,
  { pad, unknown, start, end }: Names,
  wordIds: (word: string) => readonly number[],
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
    colourIds: new Map(Object.entries(colours).flatMap(([word, colour]) => wordIds(word).map((id) => [id, colour]))),
  };
}

export function framing(start: string | null, end: string, idOf: (token: string) => number): object {
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

/** The first of equal tokens counts. */
export function idsOf(tokens: readonly string[]): Map<string, number> {
  return new Map([...new Set(tokens)].map((token, id) => [token, id]));
}

export function lookUp(ids: ReadonlyMap<string, number>): (token: string) => number {
  return (token) => {
    const id = ids.get(token);
    if (id === undefined) throw new Error(`The vocabulary has no ${token}.`);
    return id;
  };
}
