/**
 * Corrects what was typed by the words of the catalog itself: slips, and Chinese typed by its sound. A word that no product has is replaced by the one that was
 * most likely meant: few wrong letters, frequent, and found together with the other words of the query (a noisy channel,
 * Kernighan et al. 1990). Words that were run together are parted, and parted ones joined, where the catalog writes them
 * that way. A word that products do have stays, unless it is so rare beside its neighbour that it is itself a slip.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { untilQuiet } from '../jobs/foreground.ts';
import { simplified } from '../text/languages/chinese.ts';
import { PinyinWords } from '../text/languages/pinyin.ts';
import { foldWord, stem } from '../text/normalise.ts';
import { type Neighbour, shortest, WordList } from '../text/word-list.ts';
import { isHan, segmentRun, words } from '../text/words.ts';
import type { CatalogView } from './catalog-view.ts';
import type { WordScorer } from './words.ts';

/** What a wrong letter costs, in log-odds; a wrong first letter is rarer than others. */
const editCost = 3.5;
const firstLetterCost = 1.5;
/** A word of so few products may be a slip; its neighbour has to be so many times more frequent. */
const rare = { products: 2, times: 50 };
/** Parts of a word that was run together, and words that were parted, have to be in so many products. */
const fewestProducts = 3;
const shortestPart = 3;
/** A word of so many letters is told from others by its letters alone. */
const clear = 7;
/** Neighbours that are looked up together with the rest of the query. */
const mostLookedUp = 6;
/** The catalog is read anew when it has grown or shrunk by this much. */
const growth = 1.1;
/** Products whose words are read while somebody waits, and between two turns of other work. */
const atOnce = 3000;
const rowsAtOnce = 500;
const nothing = new WordList(new Map());

/** The words of a catalog by how many products carry them. */
interface CatalogWords {
  readonly spaced: WordList;
  /** Chinese ones, which are not corrected but may be typed by their sound. */
  readonly chinese: ReadonlyMap<string, number>;
}

interface Candidate {
  readonly text: string;
  readonly value: number;
  /** Whether it is a slip of the word by its letters alone, without other words of the query that speak for it. */
  readonly isPlain: boolean;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export class Spelling {
  readonly #index: Pick<WordScorer, 'productsWith' | 'productsWithAll'>;
  readonly #view: Pick<CatalogView, 'rows' | 'size' | 'tags'>;
  #list: { readonly size: number; readonly words: CatalogWords } | undefined;
  #pinyin: { readonly of: ReadonlyMap<string, number>; readonly words: PinyinWords } | undefined;
  #reading: Promise<void> | undefined;

  constructor(
    index: Pick<WordScorer, 'productsWith' | 'productsWithAll'>,
    view: Pick<CatalogView, 'rows' | 'size' | 'tags'>,
  ) {
    this.#index = index;
    this.#view = view;
  }

  /** The text as it was most likely meant; `null` when it stays as it is. */
  correct(text: string): string | null {
    if (!this.isReady) return null;
    const chinese = this.#typedBySound(text);
    if (chinese !== null) return chinese;
    const once = this.#pass(text);
    // A word that was put right may tell what the others were meant as.
    return once === null ? null : (this.#pass(once) ?? once);
  }

  /** Where no product has any of the words as it was typed. */
  #typedBySound(text: string): string | null {
    const chinese = this.#list?.words.chinese;
    if (chinese === undefined || chinese.size === 0 || !/^[\p{Script=Latin}\s'’]+$/u.test(text)) return null;
    const typed = [...words(text)].map((word) => word.text.normalize('NFC').toLowerCase());
    if (typed.some((word) => this.#index.productsWith(foldWord(word)) > 0)) return null;
    if (this.#pinyin?.of !== chinese) this.#pinyin = { of: chinese, words: new PinyinWords(chinese) };
    return this.#pinyin.words.read(typed);
  }

  #pass(text: string): string | null {
    const tokens = [...words(text)].filter(({ unspaced }) => !unspaced);
    const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as Token;
      const joined = this.#joined(token, tokens[i + 1], text);
      if (joined !== null) {
        edits.push(joined);
        i++;
        continue;
      }
      const others = tokens.filter((_, at) => at !== i).map((other) => foldWord(other.text));
      const meant = this.#meant(foldWord(token.text), others);
      if (meant !== null) edits.push({ start: token.start, end: token.end, text: meant });
    }
    if (edits.length === 0) return null;
    return edits.reduceRight((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
  }

  #meant(word: string, others: readonly string[]): string | null {
    if (word.length < shortest || !/^\p{L}+$/u.test(word)) return null;
    const own = this.#index.productsWith(word);
    if (own > rare.products) return null;
    const list = this.#words();
    const known = others.filter((other) => this.#index.productsWith(other) > 0);
    const candidates: Candidate[] = list
      .neighbours(word)
      .filter(({ count, edits, word: other }) => {
        if (own === 0) return true;
        return edits === 1 && count >= rare.times * own && stem(other) !== stem(word);
      })
      .map((neighbour) => ({
        text: neighbour.word,
        value: likelihoodOf(word, neighbour),
        isPlain: isPlainSlip(word, neighbour, known.length > 0),
      }));
    if (own === 0) candidates.push(...this.#parted(word));
    candidates.sort((a, b) => b.value - a.value);
    let best: Candidate | null = null;
    for (const candidate of candidates.slice(0, mostLookedUp)) {
      const together = known.length === 0 ? 0 : this.#index.productsWithAll([...candidate.text.split(' '), ...known]);
      if (together === 0 && !candidate.isPlain) continue;
      const value = candidate.value + 2 * Math.log1p(together);
      if (best === null || value > best.value) best = { ...candidate, value };
    }
    return best?.text ?? null;
  }

  /** Ways to part a word into two of the catalog. */
  #parted(word: string): Candidate[] {
    const found: Candidate[] = [];
    for (let at = shortestPart; at <= word.length - shortestPart; at++) {
      const parts = [word.slice(0, at), word.slice(at)];
      const count = Math.min(...parts.map((part) => this.#words().countOf(part)));
      if (count < fewestProducts) continue;
      const together = this.#index.productsWithAll(parts);
      if (together > 0) found.push({ text: parts.join(' '), value: Math.log(together) - editCost, isPlain: true });
    }
    return found;
  }

  /** Two words that the catalog writes as one, and hardly ever as two. */
  #joined(token: Token, next: Token | undefined, text: string): { start: number; end: number; text: string } | null {
    if (next === undefined || !/^\s+$/.test(text.slice(token.end, next.start))) return null;
    const parts = [foldWord(token.text), foldWord(next.text)];
    const [first = '', second = ''] = parts;
    if (!/^\p{L}+$/u.test(first + second) || first.length < 2 || second.length < 2) return null;
    const joined = first + second;
    if (joined.length < 6) return null;
    const asOne = this.#words().countOf(joined);
    if (asOne < fewestProducts || asOne < 5 * this.#index.productsWithAll(parts)) return null;
    return { start: token.start, end: next.end, text: joined };
  }

  /** The words of the catalog by how many products carry them, as far as they have been read. */
  get counts(): ReadonlyMap<string, number> | undefined {
    return this.#list?.words.spaced.counts;
  }

  /** False while the words of a large catalog are still being read: until then everything stays as it is typed. */
  get isReady(): boolean {
    this.#follow();
    return this.#list !== undefined;
  }

  /** Resolves once the words of the catalog have been read. */
  async ready(): Promise<void> {
    this.#follow();
    await this.#reading;
  }

  #words(): WordList {
    return this.#list?.words.spaced ?? nothing;
  }

  /** Reads the words of a small catalog at once, those of a large one between other work. */
  #follow(): void {
    const { size } = this.#view;
    const isLike = (a: number, b: number): boolean => a <= b * growth && b <= a * growth;
    if (this.#reading !== undefined || (this.#list !== undefined && isLike(this.#list.size, size))) return;
    const reader = this.#read();
    if (size <= atOnce) {
      let step = reader.next();
      while (step.done !== true) step = reader.next();
      this.#list = { size, words: step.value };
      return;
    }
    this.#reading = between(reader)
      .then((words) => {
        this.#list = { size, words };
      })
      .finally(() => {
        this.#reading = undefined;
      });
  }

  /** Pauses after every `rowsAtOnce` products. */
  *#read(): Generator<void, CatalogWords> {
    const counts = new Map<string, number>();
    const chinese = new Map<string, number>();
    const count = (text: string, times = 1): void => {
      const own = new Set<string>();
      for (const { text: word, unspaced } of words(text)) {
        if (!unspaced) own.add(foldWord(word));
        else for (const part of segmentRun(simplified(word))) if (isHan(part)) own.add(part);
      }
      for (const word of own) {
        const kind = isHan(word) ? chinese : counts;
        if (kind === chinese || /^\p{L}{2,}$/u.test(word)) kind.set(word, (kind.get(word) ?? 0) + times);
      }
    };
    const carriers = new Map<number, number>();
    let read = 0;
    for (const { title, tagIds } of this.#view.rows()) {
      count(title);
      for (const id of tagIds) carriers.set(id, (carriers.get(id) ?? 0) + 1);
      if (++read % rowsAtOnce === 0) yield;
    }
    for (const [id, { name }] of this.#view.tags) if (carriers.has(id)) count(name, carriers.get(id));
    return { spaced: new WordList(counts), chinese };
  }
}

async function between<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    await untilQuiet();
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

/** `beside`: there are other words, and none of them is ever found with the neighbour: only a long word is as clear. */
function isPlainSlip(word: string, { word: other, count, edits }: Neighbour, beside: boolean): boolean {
  if (word.length < clear && (beside || word[0] !== other[0] || count < fewestProducts)) return false;
  return edits === 1 || word[0] === other[0];
}

function likelihoodOf(word: string, { word: other, count, edits }: Neighbour): number {
  return Math.log(count) - editCost * edits - (word[0] === other[0] ? 0 : firstLetterCost);
}
