/** A message as it is worked with: its language, the things it asks one after another, and its words. */
import { type ReplyLanguage, replyLanguages } from '../../../contract/answers.ts';
import { simplified } from '../../text/languages/chinese.ts';
import { foldWord, normaliseText, stem } from '../../text/normalise.ts';
import { asksFor } from '../../text/segment.ts';
import { bigrams, hanStretches, isHan, segmentRun, words } from '../../text/words.ts';
import { clauseEnds, cues, fillers, questionBegins } from './cues.ts';
import { regionsIn } from './regions.ts';

/** A message that has as much Chinese as anything else is answered in Chinese. */
export function languageOfMessage(text: string): ReplyLanguage {
  const han = text.match(/\p{sc=Han}/gu)?.length ?? 0;
  const others = text.match(/\p{sc=Latin}+/gu)?.length ?? 0;
  return han > others ? replyLanguages[1] : replyLanguages[0];
}

/** What is asked one after the other, in the order of the message. */
export function clausesOf(text: string): string[] {
  return text
    .split(questionBegins)
    .flatMap((part) => part.split(clauseEnds))
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

/** Words that are compared: English ones without their endings, Chinese ones as pairs of characters. */
export function termsOf(text: string): string[] {
  const found: string[] = [];
  for (const word of words(simplified(normaliseText(text)))) {
    if (!word.unspaced) found.push(stem(foldWord(word.text.replace(/['’]s?$/u, ''))));
    else
      for (const stretch of hanStretches(word.text)) found.push(...(stretch.length === 1 ? stretch : bigrams(stretch)));
  }
  return found.filter((term) => isHan(term) || term.length > 0);
}

/** The words of a message that may name a product or a thing: neither fillers nor words of questions. */
export function tellingWords(text: string): string[] {
  const found: string[] = [];
  const plain = regionsIn(text).reduce((rest, { words: name }) => rest.replaceAll(name, ' '), text);
  for (const word of words(simplified(normaliseText(plain)))) {
    const parts = word.unspaced ? segmentRun(word.text) : [word.text.replace(/['’]s$/u, '')];
    for (const part of parts) if (tells(part)) found.push(part);
  }
  return found;
}

/** Whether there is more in a text than fillers. */
export function hasContent(text: string): boolean {
  for (const word of words(simplified(normaliseText(text)))) {
    if ((word.unspaced ? segmentRun(word.text) : [word.text]).some((part) => !fillers.has(part))) return true;
  }
  return false;
}

function tells(word: string): boolean {
  if (fillers.has(word) || !asksFor(word)) return false;
  if (isHan(word)) return Array.from(word).length > 1 && !isCue(word);
  return word.length > 1 && !isCue(word);
}

/** Whether a word by itself asks: "price", "shipping". */
export function isCue(word: string): boolean {
  return Object.values(cues).some(
    ({ asked, answers }) =>
      asked.some((cue) => cue.exec(word)?.[0].length === word.length) ||
      answers?.exec(word)?.[0].length === word.length,
  );
}
