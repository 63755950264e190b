/** What is chosen for giving a source back; remembered by the engine. */
import type { ExportChoices, ListingPolicy, MethodInput } from '@contract';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { recountChanges } from '../state/waiting.ts';

export const policyChoices: readonly ListingPolicy[] = ['archive', 'delete', 'leave'];

/** Before the engine has said. */
export const unchosen: ExportChoices = { merged: 'archive', removed: 'archive', newColumns: false, columns: [] };

export async function choose(sourceId: number, what: Omit<MethodInput<'exchange.choose'>, 'sourceId'>): Promise<void> {
  await command('exchange.choose', { sourceId, ...what });
  outdate('exchange.');
  await recountChanges();
}
