/**
 * A clip is searched by as alternatives: each of its frames makes a query of its own, and a product counts as with the
 * one that it matches best.
 */
import { AppError } from '../../contract/errors.ts';
import type { QueryPart } from '../../contract/search.ts';
import { logOddsOf, type Ranker } from './rankers/ranker.ts';
import type { Candidate, CandidatePool } from './retrieve.ts';
import { queryScales, weightsOf } from './score.ts';

/**
 * The parts with each frame of their clip in turn in its place; as they are where they hold none that is wanted.
 * @throws {AppError} `BAD_REQUEST` for two clips: all pairs of their frames would have to be tried
 */
export function alternativesOf(parts: readonly QueryPart[]): (readonly QueryPart[])[] {
  const clips = parts.filter((part) => part.kind === 'clip' && part.weight > 0);
  if (clips.length > 1) {
    throw new AppError('BAD_REQUEST', 'A search takes one clip at a time. Take the other out of the query.', {
      details: { why: 'two-clips' },
    });
  }
  const [clip] = clips;
  if (clip?.kind !== 'clip') return [parts];
  return clip.frames.map(({ hash, region }) =>
    parts.map((part) => (part === clip ? { kind: 'image', hash, region, weight: clip.weight } : part)),
  );
}

/**
 * One pool of those of all alternatives, in their order. Similarities are told against the scales of the first: with
 * the same parts beside it the scales of another frame differ by their centre alone.
 */
export function bestOf(pools: readonly CandidatePool[], ranker: Ranker): CandidatePool {
  const [first, ...others] = pools;
  if (first === undefined) throw new Error('There is no alternative.');
  if (others.length === 0) return first;
  const weights = weightsOf(ranker, first.query);
  const scales = queryScales(ranker, first);
  const best = new Map<number, { readonly candidate: Candidate; readonly logOdds: number }>();
  pools.forEach((pool, frame) => {
    for (const own of pool.candidates) {
      const candidate = { ...own, frame, similarities: shifted(own.similarities, pool.scales, first.scales) };
      const logOdds = logOddsOf(ranker, weights, scales, candidate.similarities, 0);
      const before = best.get(own.productId);
      if (before === undefined || logOdds > before.logOdds) best.set(own.productId, { candidate, logOdds });
    }
  });
  return {
    ...first,
    candidates: [...best.values()].map(({ candidate }) => candidate),
    excluded: Math.max(...pools.map(({ excluded }) => excluded)),
  };
}

type Scales = CandidatePool['scales'];

function shifted(similarities: Candidate['similarities'], from: Scales, to: Scales): Candidate['similarities'] {
  const by = (value: number | null, name: keyof Scales): number | null =>
    value === null ? null : value - from[name].centre + to[name].centre;
  return {
    ...similarities,
    picture: by(similarities.picture, 'picture'),
    listing: by(similarities.listing, 'listing'),
  };
}
