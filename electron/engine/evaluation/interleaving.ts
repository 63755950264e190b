/** Blind comparisons: one list from two rankings, what a person picked from it, and who won how often. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Database } from '../db/database.ts';
import { seededRandom, seedOf } from '../numbers/random.ts';
import { signTest } from '../numbers/statistics.ts';
import { rankPool } from '../search/score.ts';
import { InterleavingRepo } from './interleaving-repo.ts';
import type { RankingDependencies } from './rankings.ts';
import { teamDraft, winnerOf } from './team-draft.ts';

export class Interleavings {
  readonly #deps: RankingDependencies;
  readonly #repo: InterleavingRepo;

  constructor(deps: RankingDependencies & { readonly database: Database }) {
    this.#deps = deps;
    this.#repo = new InterleavingRepo(deps.database);
  }

  /** @throws {AppError} `NOT_FOUND`, those of searching */
  async begin(
    { parts, limit, ...params }: MethodParams<'evaluation.interleave'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'evaluation.interleave'>> {
    const { search, rankers } = this.#deps;
    const [a, b] = [rankers.byName(params.a), rankers.byName(params.b)];
    const pool = await search.pool(parts, signal);
    const [fromA = [], fromB = []] = [a, b].map((ranker) => rankPool(pool, ranker, search.view).slice(0, 2 * limit));
    const random = seededRandom(params.seed ?? seedOf(`${JSON.stringify(parts)} ${Date.now()}`));
    const drafted = teamDraft(fromA, fromB, limit, ({ productId }) => productId, random);
    const teams = Object.fromEntries(drafted.map(({ item, team }) => [String(item.productId), team]));
    const id = this.#repo.add(JSON.stringify(parts), a.name, b.name, JSON.stringify(teams));
    const products = drafted.map(({ item }) => item);
    const hits = search.hits.of(products, null, a).map((hit) => ({ ...hit, score: null }));
    return { id, hits };
  }

  /** @throws {AppError} `NOT_FOUND`, `CONFLICT` when it was decided before */
  choose({ id, productIds, judge }: MethodParams<'evaluation.choose'>): MethodResult<'evaluation.choose'> {
    const row = this.#repo.get(id);
    if (row === undefined) throw new AppError('NOT_FOUND', 'That comparison is no longer there.');
    if (row.winner !== null) throw new AppError('CONFLICT', 'This comparison has been decided already.');
    const winner = winnerOf(JSON.parse(row.teams) as Record<string, 'a' | 'b'>, productIds);
    this.#repo.decide(id, winner, judge);
    return { winner };
  }

  standing({ a, b }: MethodParams<'evaluation.interleavings'>): MethodResult<'evaluation.interleavings'> {
    const rounds = this.#repo.decided(a, b);
    const won = (name: string): number =>
      rounds.filter((row) => row.winner !== 'tie' && row[row.winner ?? 'a'] === name).length;
    const [aWins, bWins] = [won(a), won(b)];
    return { rounds: rounds.length, aWins, bWins, ties: rounds.length - aWins - bWins, pValue: signTest(aWins, bWins) };
  }
}
