/** Finds what tells two look-alikes apart. What one listing leaves open is no difference. */
import type { Veto } from '../../../contract/duplicates.ts';
import { codeKey, relateCodes, siblingsIn } from './codes.ts';
import { coloursDiffer } from './colours.ts';
import type { Facts, Named } from './facts.ts';
import { contradictingIdentifiers, sharedIdentifier } from './identifiers.ts';
import { type Quantity, sameAmount } from './quantities.ts';

/** From here on the words of two titles are the same but for their numbers. */
const sameButForNumbers = 0.45;
/** From here on two titles may name shades or sizes of one line, whose numbers stand at the end. */
const sameLine = 0.25;
/** Longer ones are article numbers; see `modelVeto`. */
const shortModel = 3;

/**
 * The most telling difference, or null. `titleOverlap`: how much of their words the titles share, 0..1; numbers that
 * stand alone tell products apart only where the words around them agree.
 */
export function vetoOf(left: Facts, right: Facts, titleOverlap: number, sameSource = false): Veto | null {
  return (
    identifierVeto(left, right) ??
    optionVeto(left.options, right.options) ??
    amountVeto(left.quantities, right.quantities) ??
    sizeVeto(left, right) ??
    modelVeto(left, right) ??
    (titleOverlap >= sameButForNumbers ? numberVeto(left, right) : null) ??
    (titleOverlap >= sameLine ? endVeto(left, right) : null) ??
    colourVeto(left, right, sameSource) ??
    namedVeto('audience', left.audiences, right.audiences)
  );
}

/**
 * The same of two listings of whose sources is known whether it is one: a shop may give one number to all sizes of a
 * shirt, but what two shops give the same trade number is one product.
 */
export function vetoBetween(left: Facts, right: Facts, titleOverlap: number, sameSource: boolean): Veto | null {
  const decided = !sameSource && sharedIdentifier(left.identifiers, right.identifiers) === 2;
  return decided ? null : vetoOf(left, right, titleOverlap, sameSource);
}

function identifierVeto(left: Facts, right: Facts): Veto | null {
  const pair = contradictingIdentifiers(left.identifiers, right.identifiers);
  return pair === null ? null : { kind: 'identifier', left: pair[0], right: pair[1] };
}

/** Both can be had in something, and in nothing that the other can be had in. */
function optionVeto(left: Facts['options'], right: Facts['options']): Veto | null {
  for (const [name, own] of left) {
    const others = right.get(name) ?? [];
    const [one, other] = [own[0], others[0]];
    if (one === undefined || other === undefined) continue;
    if (own.some(({ key }) => others.some((named) => named.key === key))) continue;
    const kind = name === 'size' || name === 'colour' ? name : 'option';
    return { kind, left: one.text, right: other.text };
  }
  return null;
}

function amountVeto(left: readonly Quantity[], right: readonly Quantity[]): Veto | null {
  for (const dimension of new Set(left.map((quantity) => quantity.dimension))) {
    const a = left.filter((quantity) => quantity.dimension === dimension);
    const b = right.filter((quantity) => quantity.dimension === dimension);
    const onlyA = a.find(({ value }) => !b.some((other) => sameAmount(value, other.value)));
    const onlyB = b.find(({ value }) => !a.some((other) => sameAmount(value, other.value)));
    if (onlyA !== undefined && onlyB !== undefined) return { kind: 'unit', left: onlyA.text, right: onlyB.text };
  }
  return null;
}

/**
 * Two numbers of one series, built alike (WH-1000XM4, WH-1000XM5), where none is common to both listings. Numbers of
 * different series may stand for one product: the maker's, the shop's.
 */
function modelVeto(left: Facts, right: Facts): Veto | null {
  const codes = relateCodes(left.codes, right.codes);
  if (codes.same > 0 || codes.extended > 0) return null;
  const pair = siblingsIn(left.codes, right.codes);
  if (pair === undefined) return null;
  const written = (models: readonly Named[], key: string) => models.find((model) => model.key === key)?.text ?? key;
  return { kind: 'model', left: written(left.models, pair[0]), right: written(right.models, pair[1]) };
}

/**
 * "iPhone 13" and "iPhone 14", "lipstick 08P" and "82V"; a number of one digit and one of four do not count the same
 * thing.
 */
function numberVeto(left: Facts, right: Facts): Veto | null {
  const veto = namedVeto('model', left.numbers, right.numbers);
  if (veto !== null && Math.abs(veto.left.length - veto.right.length) <= 1) return veto;
  const short = ({ models }: Facts): Named[] => models.filter(({ key }) => key.length <= shortModel);
  const models = namedVeto('model', short(left), short(right));
  return models !== null && models.left.length === models.right.length ? models : null;
}

/** "Velvet Matte Sultry Pink Lipstick 08P" and "Velvet Matte Demure Lipstick 82V": the last word numbers a shade. */
function endVeto(left: Facts, right: Facts): Veto | null {
  const [one, other] = [left.ending, right.ending];
  if (one === '' || other === '' || one.length !== other.length) return null;
  // "Lens 1T 2T" and "Lens 2T 1T" name the same.
  const common = right.codes.title.includes(codeKey(one)) || left.codes.title.includes(codeKey(other));
  return common ? null : { kind: 'model', left: one, right: other };
}

function sizeVeto(left: Facts, right: Facts): Veto | null {
  for (const [system, sizes] of left.sizes) {
    const veto = namedVeto('size', sizes, right.sizes.get(system) ?? []);
    if (veto !== null) return veto;
  }
  return null;
}

function colourVeto(left: Facts, right: Facts, sameSource: boolean): Veto | null {
  const difference = coloursDiffer(left.colours, right.colours, sameSource);
  return difference === null ? null : { kind: 'colour', left: difference.left.text, right: difference.right.text };
}

/** Each side names one that the other does not. */
function namedVeto(kind: Veto['kind'], left: readonly Named[], right: readonly Named[]): Veto | null {
  const onlyLeft = left.find(({ key }) => !right.some((other) => other.key === key));
  const onlyRight = right.find(({ key }) => !left.some((other) => other.key === key));
  return onlyLeft === undefined || onlyRight === undefined
    ? null
    : { kind, left: onlyLeft.text, right: onlyRight.text };
}
