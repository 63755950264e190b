/** Has tags compared with the photos while a person looks at what waits, where that takes seconds rather than minutes. */
import type { LibraryInfo, Waiting } from '@contract';
import { useAnswer } from '../state/answers.ts';
import { isActive, useJobs } from '../state/jobs.ts';

/** In a larger catalog it is done when the page of tags is opened. */
const mostProducts = 4000;

export function useTagsLookedAt(info: LibraryInfo | null | undefined, counted: Waiting | null): void {
  const busy = useJobs(({ jobs }) =>
    jobs.some((job) => isActive(job) && (job.kind === 'import' || job.kind === 'tags')),
  );
  const wanted =
    counted !== null &&
    counted.tags === null &&
    !busy &&
    info != null &&
    info.products <= mostProducts &&
    info.products > 0;
  useAnswer('tags.review', wanted ? { order: 'suspicious', limit: 1 } : null);
}
