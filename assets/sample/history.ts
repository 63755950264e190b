/**
 * Twelve weeks of shoppers in the sample catalog: what they searched for, clicked and bought. Drawn from preferences that are known, so that
 * tests can hold what is learned to them. Nobody did any of it.
 */
import { DEFAULT_SEED, type PlannedProduct, planSample } from './plan.ts';
import { type Random, seededRandom, seedFor } from './random.ts';

/** What the history was drawn from. */
export interface HistoryTruth {
  /** Chance that a result is looked at, by position. */
  readonly examination: readonly number[];
  /** Chance that a result that is looked at is clicked: right kind and colour, right kind alone, neither. */
  readonly attraction: { readonly both: number; readonly kind: number; readonly neither: number };
  /** Types that are bought with another more often than by chance. */
  readonly goesWith: Readonly<Record<string, string>>;
  /** Queries for what the catalog has not. */
  readonly unlisted: readonly string[];
  /** Queries that the shop's search does not understand, and the type they mean. */
  readonly misunderstood: Readonly<Record<string, string>>;
}

export interface History {
  readonly csv: string;
  readonly truth: HistoryTruth;
}

const truth: HistoryTruth = {
  examination: [1, 0.62, 0.45, 0.36, 0.3, 0.26, 0.22, 0.2, 0.18, 0.16],
  attraction: { both: 0.6, kind: 0.22, neither: 0.03 },
  goesWith: {
    Sneakers: 'Shorts',
    Dress: 'Heels',
    Jacket: 'Boots',
    Cap: 'Backpack',
    Handbag: 'Sunglasses',
    Mug: 'Table Lamp',
    'T-shirt': 'Jeans',
    'Flip-flops': 'Hat',
  },
  unlisted: ['umbrella', 'rain umbrella', 'wedding ring', 'yoga mat', 'socks', 'wool socks', 'gloves', 'swimsuit'],
  misunderstood: {
    trainers: 'Sneakers',
    'coffee cup': 'Mug',
    rucksack: 'Backpack',
    jumper: 'Sweater',
    purse: 'Handbag',
  },
};

const weeks = 12;
const sessions = 3600;
const customers = 700;
const dayMs = 86_400_000;
/** Of the last day. */
const end = Date.UTC(2026, 2, 1);
const columns = 'time,event,session,customer,order,sku,quantity,query,results,shown,position';

interface Row {
  readonly time: number;
  readonly event: 'search' | 'view' | 'purchase';
  readonly session: string;
  readonly customer: string;
  readonly order?: string;
  readonly sku?: string;
  readonly query?: string;
  readonly results?: number;
  readonly shown?: string;
  /** Of what was clicked. */
  readonly position?: string;
}

interface Shopper {
  readonly name: string;
  readonly colour: string;
  readonly types: readonly string[];
}

export function planHistory(seed = DEFAULT_SEED): History {
  const random = seededRandom(seedFor(seed, 'history'));
  const { products } = planSample(seed);
  const byType = Map.groupBy(
    [...products].sort((a, b) => seedFor(seed, a.sku) - seedFor(seed, b.sku)),
    ({ type }) => type,
  );
  const types = [...byType.keys()].sort();
  const colours = [...new Set(products.map(({ colour }) => colour))].sort();
  const shoppers = Array.from({ length: customers }, (_, n): Shopper => {
    return { name: `C${1000 + n}`, colour: random.pick(colours), types: random.shuffled(types).slice(0, 4) };
  });
  const rows: Row[] = [];
  for (let number = 0; number < sessions; number++) {
    // More in each week than in the one before.
    const day = Math.floor((1 - random.next() ** 1.3) * weeks * 7);
    const time = end - (weeks * 7 - day) * dayMs + Math.floor(random.next() * 14 * 3_600_000) + 8 * 3_600_000;
    rows.push(...sessionOf({ random, byType, shopper: random.pick(shoppers), session: `S${10_000 + number}`, time }));
  }
  rows.sort((a, b) => a.time - b.time);
  return { csv: `${columns}\n${rows.map(lineOf).join('\n')}\n`, truth };
}

interface Session {
  readonly random: Random;
  readonly byType: ReadonlyMap<string, readonly PlannedProduct[]>;
  readonly shopper: Shopper;
  readonly session: string;
  readonly time: number;
}

function sessionOf({ random, byType, shopper, session, time: begun }: Session): Row[] {
  const rows: Row[] = [];
  const who = { session, customer: random.next() < 0.6 ? shopper.name : '' };
  let time = begun;
  const later = (most: number): number => (time += 4000 + random.below(most * 1000));
  const wanted = random.next() < 0.8 ? random.pick(shopper.types) : random.pick([...byType.keys()]);
  const colour = random.next() < 0.45 ? shopper.colour : null;
  const odd = random.next();
  if (odd < 0.12) {
    rows.push({ ...who, time, event: 'search', query: random.pick(truth.unlisted), results: 0 });
    if (random.next() < 0.5) return rows;
    later(40);
  } else if (odd < 0.2) {
    const [query] = random.pick(Object.entries(truth.misunderstood));
    rows.push({ ...who, time, event: 'search', query, results: 0 });
    if (random.next() < 0.3) return rows;
    later(40);
  }
  const query = colour === null ? wanted.toLowerCase() : `${colour.toLowerCase()} ${wanted.toLowerCase()}`;
  const list = listed(random, byType, wanted);
  const clicked = list.filter((product, place) => {
    const { both, kind, neither } = truth.attraction;
    const right = product.type === wanted;
    const chance = right ? (colour === null || product.colour === colour ? both : kind) : neither;
    return random.next() < (truth.examination[place] ?? 0) * chance;
  });
  const search = {
    ...who,
    event: 'search' as const,
    query,
    results: list.length,
    shown: list.map(({ sku }) => sku).join(' '),
  };
  if (clicked.length === 0) return [...rows, { ...search, time }];
  rows.push({ ...search, time, position: clicked.map((product) => list.indexOf(product) + 1).join(' ') });
  for (const product of clicked) rows.push({ ...who, time: later(90), event: 'view', sku: product.sku });
  if (random.next() > 0.4) return rows;
  const order = session.replace('S', 'O');
  const bought = random.pick(clicked);
  const basket = [bought];
  const partner = byType.get(truth.goesWith[bought.type] ?? '');
  if (partner !== undefined && random.next() < 0.35) basket.push(random.pick(partner.slice(0, 4)));
  if (random.next() < 0.15) basket.push(random.pick([...byType.values()].flat()));
  later(200);
  for (const { sku } of new Set(basket))
    rows.push({ ...who, customer: shopper.name, time, event: 'purchase', order, sku });
  return rows;
}

/** Ten results: those of the type in an order of the shop's own, moved about a little, and two that do not belong. */
function listed(random: Random, byType: Session['byType'], type: string): PlannedProduct[] {
  const right = byType.get(type) ?? [];
  const all = [...byType.values()].flat();
  const order = right.map((product, at) => ({ product, at: at + random.next() * 5 })).sort((a, b) => a.at - b.at);
  const list = order.slice(0, 8).map(({ product }) => product);
  for (let more = 0; more < 2; more++) list.splice(random.below(list.length + 1), 0, random.pick(all));
  return [...new Set(list)];
}

function lineOf({
  time,
  event,
  session,
  customer,
  order = '',
  sku = '',
  query = '',
  results,
  shown = '',
  position,
}: Row): string {
  const quantity = event === 'purchase' ? 1 : '';
  return [
    new Date(time).toISOString(),
    event,
    session,
    customer,
    order,
    sku,
    quantity,
    query,
    results ?? '',
    shown,
    position ?? '',
  ].join(',');
}
