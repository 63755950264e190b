/** Searches that are kept by a name: what is asked, with filters and order. */
import type { SavedSearch } from '@contract';
import i18next from 'i18next';
import { command } from './engine.ts';
import { notifyDone, notifyError } from './notify.tsx';
import { fromQueryPart, requestParts, setParts, useQuery } from './query.ts';

/** What is being asked right now, by this name; what had the name before is replaced. */
export async function saveSearch(name: string): Promise<boolean> {
  const query = useQuery.getState();
  try {
    await command('search.save', { name, parts: requestParts(query), filters: query.filters, sort: query.sort });
    notifyDone(i18next.t('search.saved.done'), name);
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

export function askSaved({ parts, filters, sort }: Pick<SavedSearch, 'parts' | 'filters' | 'sort'>): void {
  setParts(parts.map(fromQueryPart));
  useQuery.setState({ filters, sort });
}

export function removeSaved(id: number): void {
  command('search.removeSaved', { id }).catch(notifyError);
}
