/** Products that are known only once a photo has been looked at closely, and then lead the results. */
import { useEffect, useRef } from 'react';
import { useQuery } from '../state/query.ts';
import { hitAt, runSearch, useResults } from '../state/results.ts';

/**
 * Ranks the results of a photo anew where these products should lead and do not: the list was ranked while the photo was
 * still being looked at. Once for each answer, as a filter may keep them out.
 */
export function useLeading(hash: string | null, productIds: readonly number[]): void {
  const ready = useResults(({ status }) => status === 'ready');
  const byRelevance = useQuery(({ sort }) => sort === 'relevance');
  const wanted = hash === null || productIds.length === 0 ? '' : `${hash} ${productIds.join(' ')}`;
  const tried = useRef('');
  useEffect(() => {
    if (!ready || !byRelevance || wanted === '' || wanted === tried.current) return;
    tried.current = wanted;
    const { pages } = useResults.getState();
    const leads = wanted.endsWith(` ${productIds.map((_, i) => hitAt(pages, i)?.id).join(' ')}`);
    if (!leads) void runSearch({ fresh: false });
  });
}
