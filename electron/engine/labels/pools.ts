/** What is shown to be graded: the products of a query worth looking at, with what was said of them. */
import type { Grade, Judgement, LabelHit, LabelQuery } from '../../contract/labels.ts';
import type { Hit } from '../../contract/search.ts';
import type { RankedProduct } from '../search/ranking.ts';
import type { Gathered, Search } from '../search/service.ts';
import type { JudgementRow, LabelsRepo } from './judgement-repo.ts';

/** Ranks beyond this are not told. */
const relevantBeforeCut = 1000;

export class Pools {
  readonly #repo: LabelsRepo;
  readonly #search: Search;

  constructor(repo: LabelsRepo, search: Search) {
    this.#repo = repo;
    this.#search = search;
  }

  /** First results of the ranker in use and by pictures alone, so that what a ranker misses has a chance to be seen. */
  async pool(query: LabelQuery, judge: string, depth: number, signal: AbortSignal): Promise<LabelHit[]> {
    const search = this.#search;
    const gathered = await search.gather(query.parts, signal);
    const ranked = search.order(gathered, search.ranker);
    const pictures = search.order(gathered, picturesAlone(search));
    const pooled = new Map(
      [...ranked.slice(0, depth), ...pictures.slice(0, depth)].map((product) => [product.productId, product]),
    );
    const mine = this.#repo.judgements([query.id], judge).flatMap(toJudgement);
    return this.hits([...pooled.values()], gathered, mine, ranked);
  }

  /** Ranked products with what the judge said of them. `before`: the ranking without feedback. */
  hits(
    products: readonly RankedProduct[],
    gathered: Gathered,
    judgements: readonly Judgement[],
    before: readonly RankedProduct[],
  ): LabelHit[] {
    const ranks = new Map(before.slice(0, relevantBeforeCut).map(({ productId }, index) => [productId, index + 1]));
    const said = new Map(judgements.map((judgement) => [judgement.productId, judgement]));
    const search = this.#search;
    return search.hitsFor(products, gathered, search.ranker).map((hit: Hit): LabelHit => {
      const judgement = said.get(hit.id);
      return {
        ...hit,
        grade: judgement?.grade ?? null,
        note: judgement?.note ?? '',
        rankBefore: ranks.get(hit.id) ?? null,
      };
    });
  }
}

function picturesAlone({ ranker }: Search) {
  const weights = { picture: 1, listing: 0, words: 0 };
  return { ...ranker, textWeights: weights, imageWeights: weights, tagMatch: 0, preferences: {} };
}

export function toJudgement({ queryId, productId, grade, judge, note, at }: JudgementRow): Judgement[] {
  return productId === null ? [] : [{ queryId, productId, grade: grade as Grade, judge, note, at }];
}
