/** Who makes a product, in whatever column a table says it: brand, brewery, publisher, factory. */
import { normaliseText } from '../../text/normalise.ts';

/** Words that tell makers apart, without those of companies and trades; [] where nobody is named. */
export type Maker = readonly string[];

/** The name of a column has to end so: "brand id" and "manufacturer part number" are others. */
const makerNames =
  /^(?:.*(?:brand|vendor|manufacturer|maker|producer|brewer|brewery|brew|winery|distiller|distillery|roaster|roastery|publisher|factory|record label|studio|marke|hersteller|marque|fabricant|marca|fabricante|produttore)(?: name)?|品牌|厂商|制造商|生产商|生产厂家|出版社)$/i;
const ofCompanies = new Set(
  (
    'the and of de la le co company companies corp corporation inc incorporated ltd limited llc lp plc gmbh ag kg sa sas srl spa bv ' +
    'ab oy group holding holdings international usa uk intl brand brands products industries enterprises ' +
    'brewing brewery breweries brewhouse brewers beer beers brew brewpub pub winery wines vineyard vineyards distillery distilling ' +
    'restaurant eatery grill grillhouse steakhouse house craft studio studios records publishing publishers press books media'
  ).split(' '),
);
/** From this share of the words of the shorter name on, both are one maker. */
const alike = 0.5;

export const namesMaker = (column: string): boolean => makerNames.test(column.trim().replace(/[_\s]+/g, ' '));

/** Few makers make most of a catalog: each is kept once. */
const known = new Map<string, Maker>();
const mostKnown = 5000;

export function makerOf(value: string | undefined): Maker {
  if (value === undefined) return nobody;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const maker = read(value);
  known.set(value, maker);
  return maker;
}

const nobody: Maker = [];

function read(value: string): Maker {
  const words = normaliseText(value)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => word.length > 1 && !ofCompanies.has(word));
  return [...new Set(telling.length > 0 ? telling : words)];
}

/** 1: one maker, as far as the names say; -1: two; 0: not said, or not clear. */
export function makersAgree(left: Maker, right: Maker): number {
  if (left.length === 0 || right.length === 0) return 0;
  const [whole, other] = [left.join(''), right.join('')];
  if (whole.startsWith(other) || other.startsWith(whole)) return 1;
  const common = left.filter((word) => right.includes(word)).length;
  if (common >= alike * Math.min(left.length, right.length)) return 1;
  return common === 0 ? -1 : 0;
}
