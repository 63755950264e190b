/**
 * The next item of a session from sessions like it, the order counting: nearest neighbours of the VSKNN family (Ludewig & Jannach 2018) with
 * the three decays of STAN (Garg et al. 2019): the latest items of the session count most, so do sessions of late, and of each of those the
 * items near what both have.
 */
import { type Histories, type History, type Places, placesOf, rowCount, rowOf } from './histories.ts';

export interface SessionKnnOptions {
  /** Sessions compared, the latest of those that share an item. */
  readonly sample: number;
  /** Sessions that score. */
  readonly neighbours: number;
  /** An item `gap` places from the end of the session counts `exp(-gap / this)`. */
  readonly placeScale: number;
  /** A session that ended `t` seconds earlier counts `exp(-t / this)`. */
  readonly ageScale: number;
  /** An item `gap` places from the latest that both have counts `exp(-gap / this)`. */
  readonly nearScale: number;
  /** What an item before that place counts: 1 as much as one after it. */
  readonly backward: number;
  /** Rare items count `(log rows / rows with it) ^ this`. */
  readonly rarityPower: number;
}

export const sessionKnn: SessionKnnOptions = {
  sample: 2500,
  neighbours: 800,
  placeScale: 1,
  ageScale: 5 * 86_400,
  nearScale: 1,
  backward: 1,
  rarityPower: 1,
};

export class SessionKnn {
  readonly #sessions: Histories;
  readonly #options: SessionKnnOptions;
  readonly #places: Places;
  readonly #rarity: Float64Array;
  readonly #ends: ArrayLike<number>;

  /** `ends`: when each session ended [s]; sessions in the order of that time. */
  constructor(sessions: Histories, ends: ArrayLike<number>, options: SessionKnnOptions = sessionKnn) {
    this.#sessions = sessions;
    this.#ends = ends;
    this.#options = options;
    this.#places = placesOf(sessions);
    const rows = rowCount(sessions);
    const { starts } = this.#places;
    this.#rarity = Float64Array.from({ length: sessions.itemCount }, (_, item) => {
      const count = (starts[item + 1] as number) - (starts[item] as number);
      return count === 0 ? 0 : Math.log(1 + rows / count) ** options.rarityPower;
    });
  }

  /** `now`: when the session is at its last item [s]: [items]. */
  score(session: History, now: number): Float64Array {
    const scores = new Float64Array(this.#sessions.itemCount);
    for (const { row, likeness, shared } of this.#neighbours(session, now)) this.#addTo(scores, row, likeness, shared);
    return scores;
  }

  #neighbours(session: History, now: number): { row: number; likeness: number; shared: Map<number, number> }[] {
    const { sample, neighbours, placeScale, ageScale } = this.#options;
    const own = new Map<number, number>();
    for (let gap = 0; gap < session.length; gap++) {
      const item = session[session.length - 1 - gap] as number;
      if (!own.has(item)) own.set(item, Math.exp(-gap / placeScale));
    }
    const { starts, rows } = this.#places;
    const candidates = new Set<number>();
    for (const item of own.keys()) {
      const first = Math.max(starts[item] as number, (starts[item + 1] as number) - sample);
      for (let k = first; k < (starts[item + 1] as number); k++) candidates.add(rows[k] as number);
    }
    const latest = [...candidates].sort((a, b) => b - a).slice(0, sample);
    const found = latest.map((row) => {
      const items = rowOf(this.#sessions, row);
      let sum = 0;
      for (const item of new Set(items)) sum += own.get(item) ?? 0;
      const age = Math.max(0, now - (this.#ends[row] as number));
      return { row, likeness: (sum / Math.sqrt(own.size * items.length)) * Math.exp(-age / ageScale), shared: own };
    });
    return found.sort((a, b) => b.likeness - a.likeness).slice(0, neighbours);
  }

  #addTo(scores: Float64Array, row: number, likeness: number, shared: ReadonlyMap<number, number>): void {
    const { nearScale, backward } = this.#options;
    const items = rowOf(this.#sessions, row);
    // The item of both that counts most, at its latest place.
    let place = -1;
    let most = 0;
    items.forEach((item, at) => {
      const weight = shared.get(item) ?? 0;
      if (weight >= most && weight > 0) [most, place] = [weight, at];
    });
    for (let at = 0; at < items.length; at++) {
      const item = items[at] as number;
      const gap = Math.abs(at - place);
      const direction = at > place ? 1 : backward;
      scores[item] =
        (scores[item] as number) + likeness * Math.exp(-gap / nearScale) * direction * (this.#rarity[item] as number);
    }
  }
}
