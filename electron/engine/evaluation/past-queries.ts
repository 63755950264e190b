/** What a person asked before, answered once more by two models, so that they can see with their own eyes what another one changes. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { throwIfCancelled, toAppError } from '../../contract/errors.ts';
import type { Hit, QueryPart } from '../../contract/search.ts';
import type { Search } from '../search/search.ts';
import type { RankingDependencies } from './rankings.ts';

type Result = MethodResult<'evaluation.pastQueries'>;

/** So many are looked at to find as many as are wanted, since products and photos of a query may be gone. */
const looksFurther = 5;

/**
 * @throws {AppError} `MODEL_*`; `CONFLICT` while the vectors of a model are not complete
 */
export async function pastQueries(
  deps: Pick<RankingDependencies, 'search' | 'secondaryModels' | 'modelId'>,
  { before, after, queries, limit }: MethodParams<'evaluation.pastQueries'>,
  signal: AbortSignal,
): Promise<Result> {
  const asked = deps.search.history.latest(queries * looksFurther);
  const found: Result['queries'] = [];
  await withModel(deps, before, (old) =>
    withModel(deps, after, async (other) => {
      for (const { id, label, parts } of asked) {
        if (found.length >= queries) return;
        const [was, is] = [await first(old, parts, limit, signal), await first(other, parts, limit, signal)];
        if (was === null || is === null) continue;
        found.push({
          id,
          label,
          parts,
          before: was.hits,
          after: is.hits,
          totals: { before: was.total, after: is.total },
        });
      }
    }),
  );
  return { before, after, queries: found };
}

function withModel<T>(
  { search, secondaryModels, modelId: inUse }: Pick<RankingDependencies, 'search' | 'secondaryModels' | 'modelId'>,
  modelId: string,
  work: (search: Search) => Promise<T>,
): Promise<T> {
  return modelId === inUse ? work(search) : secondaryModels.with(modelId, work);
}

/** Null for a query that cannot be asked any more, as the product or photo that it speaks of is gone. */
async function first(
  search: Search,
  parts: readonly QueryPart[],
  limit: number,
  signal: AbortSignal,
): Promise<{ hits: Hit[]; total: number } | null> {
  throwIfCancelled(signal);
  const whole = { filters: { tags: {} }, sort: 'relevance', offset: 0, imagesOnly: false, spelling: true } as const;
  const params = { ...whole, parts: [...parts], limit, cutoff: true, facets: false, remember: false };
  try {
    const { hits, total } = await search.run(params, signal);
    return { hits, total };
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'NOT_FOUND' || code === 'BAD_REQUEST' || code === 'FILE_MISSING') return null;
    throw error;
  }
}
