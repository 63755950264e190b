/**
 * How often what was shown turned out right: each decision of a person counts with the probability that stood beside
 * the pair when it was made, so that nothing is judged by what was learned from it.
 */
import type { MethodResult } from '../../contract/contract.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import { proportionInterval } from '../numbers/proportion.ts';
import type { GivenVerdict } from './groups/judgements.ts';

type Learning = MethodResult<'duplicates.learning'>;

/** Decisions that the record is about. */
const latest = 200;
/** Of ten such records, nine would have to be as good: one-sided. */
const careful = 1.281552;
/** From where on merging many at once may be offered, from the widest on. */
const steps: readonly number[] = [...Array.from({ length: 10 }, (_, i) => 0.5 + i / 20), 0.98, 0.99];

interface Shown {
  readonly probability: number;
  readonly same: boolean;
}

/** Decisions of a person, pair by pair, latest first; those of rules and files are none. */
function decisions(rows: readonly GivenVerdict[], since: string | null): Shown[] {
  return rows
    .filter(
      ({ shown, by, decidedAt }) => shown !== null && (by === 'person' || by === 'merge') && decidedAt > (since ?? ''),
    )
    .map(({ shown, value }): Shown => ({ probability: shown as number, same: value === 'same' }))
    .reverse();
}

export function recordOf(rows: readonly GivenVerdict[]): Learning['record'] {
  const all = decisions(rows, null).slice(0, latest);
  const right = all.filter(({ probability, same }) => probability >= shippedThreshold === same).length;
  return { decisions: all.length, right, ...proportionInterval(right, all.length) };
}

/**
 * From which probability on what was shown as the same was so at least as often as wanted, by the weights in use:
 * `since` they were learned. `missing` decisions are needed at the least, all of them right, before that can be said.
 */
export function bulkOffer(rows: readonly GivenVerdict[], since: string | null, wanted: number) {
  const all = decisions(rows, since).slice(0, latest);
  const counted = steps.map((minProbability) => {
    const above = all.filter(({ probability }) => probability >= minProbability);
    return { minProbability, of: above.length, right: above.filter(({ same }) => same).length };
  });
  const enough = counted.find(({ right, of }) => proportionInterval(right, of, careful).from >= wanted);
  if (enough !== undefined) return { ...enough, missing: 0 };
  return { minProbability: null, ...last(counted), missing: leastMissing(counted, wanted) };
}

function last(counted: readonly { readonly of: number; readonly right: number }[]) {
  const { of = 0, right = 0 } = counted.find(({ of }) => of > 0) ?? {};
  return { of, right };
}

function leastMissing(counted: readonly { readonly of: number; readonly right: number }[], wanted: number): number {
  const missing = counted.map(({ of, right }) => {
    let more = 1;
    while (more < 1000 && proportionInterval(right + more, of + more, careful).from < wanted) more++;
    return more;
  });
  return Math.min(...missing);
}
