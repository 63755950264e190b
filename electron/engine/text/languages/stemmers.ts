/** What takes the endings off the words of a language (Snowball's rules), and its words without meaning of their own. */
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stopwords as danishStops } from '@orama/stopwords/danish';
import { stopwords as dutchStops } from '@orama/stopwords/dutch';
import { stopwords as finnishStops } from '@orama/stopwords/finnish';
import { stopwords as frenchStops } from '@orama/stopwords/french';
import { stopwords as germanStops } from '@orama/stopwords/german';
import { stopwords as hungarianStops } from '@orama/stopwords/hungarian';
import { stopwords as italianStops } from '@orama/stopwords/italian';
import { stopwords as norwegianStops } from '@orama/stopwords/norwegian';
import { stopwords as portugueseStops } from '@orama/stopwords/portuguese';
import { stopwords as romanianStops } from '@orama/stopwords/romanian';
import { stopwords as russianStops } from '@orama/stopwords/russian';
import { stopwords as spanishStops } from '@orama/stopwords/spanish';
import { stopwords as swedishStops } from '@orama/stopwords/swedish';
import { stopwords as turkishStops } from '@orama/stopwords/turkish';

interface Grammar {
  readonly stem: (word: string) => string;
  readonly stops: ReadonlySet<string>;
}

const grammar = (stem: (word: string) => string, stops: readonly string[]): Grammar => ({
  stem,
  stops: new Set(stops),
});

const grammars: Readonly<Record<string, Grammar>> = {
  da: grammar(danish, danishStops),
  de: grammar(german, germanStops),
  es: grammar(spanish, spanishStops),
  fi: grammar(finnish, finnishStops),
  fr: grammar(french, frenchStops),
  hu: grammar(hungarian, hungarianStops),
  it: grammar(italian, italianStops),
  nl: grammar(dutch, dutchStops),
  no: grammar(norwegian, norwegianStops),
  pt: grammar(portuguese, portugueseStops),
  ro: grammar(romanian, romanianStops),
  ru: grammar(russian, russianStops),
  sv: grammar(swedish, swedishStops),
  tr: grammar(turkish, turkishStops),
};

/** Languages that write several words as one, so that parts of a word are looked for as well. */
export const compounding: ReadonlySet<string> = new Set(['da', 'de', 'fi', 'hu', 'nl', 'no', 'sv']);

/** Whether words of a language (BCP 47) are stemmed here; English ones are by the words index itself. */
export function hasStemmer(language: string): boolean {
  return Object.hasOwn(grammars, language);
}

/** A word in lower case without its ending; words of languages without a stemmer as they are. */
export function stemIn(language: string, word: string): string {
  const own = grammars[language];
  return own === undefined || word.length < 3 || /\p{N}/u.test(word) ? word : own.stem(word);
}

export function isStopWord(language: string, word: string): boolean {
  return grammars[language]?.stops.has(word) === true;
}
