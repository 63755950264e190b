/**
 * What waits for a person, page by page. Side bar, start page and headings take these numbers from here, so that no two
 * places say different ones.
 */
import type { KindCounts, Place, Waiting } from '@contract';
import { create } from 'zustand';
import { ask, engine } from './engine.ts';
import { useLibrary } from './library.ts';

interface WaitingStore {
  /** Open groups by kind; null until the engine has said. Set by the page of duplicates, which is ahead of the engine by what was just said. */
  readonly duplicates: KindCounts | null;
  /** Whether duplicates were ever looked for. */
  readonly scanned: boolean;
  /** The rest; null until it has been counted. */
  readonly counted: Waiting | null;
  /** Doubtful tags as they were told last, for while the engine cannot count them at once; null before. */
  readonly doubtful: number | null;
}

export const useWaiting = create<WaitingStore>(() => ({
  duplicates: null,
  scanned: true,
  counted: null,
  doubtful: null,
}));

/** Groups that somebody has to look at; variants are no duplicates and press nobody. */
export function pressing(counts: KindCounts | null): number {
  return counts === null ? 0 : counts.exact + counts.near + counts.listing;
}

export function watchWaiting(): void {
  engine().on('library.waitingChanged', takeCounted);
}

/** `null`: another library was opened. */
export function takeCounted(counted: Waiting | null): void {
  useWaiting.setState(({ doubtful }) => {
    if (counted === null) return { counted, doubtful: null };
    const tags = counted.tags ?? doubtful;
    return { counted: { ...counted, tags }, doubtful: tags };
  });
}

/** For what is told by no event, such as a tick. Counting the rest takes longer. */
export async function recountChanges(): Promise<void> {
  const { count } = await ask('exchange.unwritten', {});
  useWaiting.setState(({ counted }) => ({ counted: counted === null ? null : { ...counted, changes: count } }));
}

/** A page that asks about tags one by one knows sooner. */
export function setDoubtfulTags(tags: number): void {
  useWaiting.setState(({ counted }) => ({ doubtful: tags, counted: counted === null ? null : { ...counted, tags } }));
}

/** How many things wait on each page; a page without is left out. */
export function useWaitingByPlace(): Partial<Record<Place, number>> {
  const { duplicates, counted, doubtful } = useWaiting();
  const problems = useLibrary(({ info }) => (info == null ? 0 : info.problems - info.unfetched));
  const unanalysed = useLibrary(({ info }) => (info == null ? 0 : info.unencoded + info.unfetched));
  const none = useLibrary(({ info }) => info == null);
  if (none) return {};
  return {
    duplicates: pressing(duplicates),
    tags: counted?.tags ?? doubtful ?? 0,
    problems,
    labels: counted?.ungraded ?? 0,
    learning: counted?.unlearned ?? 0,
    library: unanalysed,
    changes: counted?.changes ?? 0,
  };
}
