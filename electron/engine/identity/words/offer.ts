/**
 * What is offered besides the bare product: used or rebuilt, made by another for it, several at once, or with something
 * added. One listing that says so and one that does not are two offers, as the usual is not said.
 */

export interface Offer {
  /** Rebuilt or used. */
  readonly renewed: boolean;
  /** Made by another maker to fit. */
  readonly compatible: boolean;
  /** Sold with something more. */
  readonly bundled: boolean;
  /** A service, no thing. */
  readonly service: boolean;
}

const patterns: Readonly<Record<keyof Offer, RegExp>> = {
  renewed:
    /(?<!\p{L})(?:refurb(?:ished)?|remanufactured|re-?certified|renewed|reconditioned|rebuilt|pre-?owned|second[\s-]?hand|open[\s-]box|gebraucht|generalüberholt|reconditionné|d['’]occasion|reacondicionad[oa]|ricondizionat[oa]|bekas)(?!\p{L})|翻新|二手|中古/iu,
  compatible:
    /(?<!\p{L})(?:compatible(?!\s+(?:with|to|for)\b)|third[\s-]party|off[\s-]?brand|non[\s-]?oem|nachbau|kompatibel(?!\s+mit\b))(?!\p{L})|副厂/iu,
  bundled:
    /(?<!\p{L})(?:bundle[ds]?|combo|kits?|(?:value|starter|twin|multi|variety)[\s-]?packs?|gift[\s-]?sets?|paket|lot)(?!\p{L})|套装|组合装|礼盒/iu,
  service:
    /(?<!\p{L})(?:warranty|protection[\s-]plan|service[\s-]plan|installation[\s-]service|garantieverlängerung)(?!\p{L})|延保|保修服务/iu,
};
const names = Object.keys(patterns) as (keyof Offer)[];

/** What the usual offer is: new, the maker's own, and alone. */
const usual: Offer = { renewed: false, compatible: false, bundled: false, service: false };

/** Of a text in NFKC. */
export function offerOf(text: string): Offer {
  const said = names.filter((name) => patterns[name].test(text));
  return said.length === 0 ? usual : { ...usual, ...Object.fromEntries(said.map((name) => [name, true])) };
}

/** Whether one is rebuilt, made by another, or a service, and the other is not. */
export function offersApart(left: Offer, right: Offer): boolean {
  return left.renewed !== right.renewed || left.compatible !== right.compatible || left.service !== right.service;
}
