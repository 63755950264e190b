/** Writes what cells are to say, and remembers each deed so that it can be taken back. */
import type { Operation, VocabularyGroup } from '@contract';
import { answers } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { type EditableColumn, namesOf } from './columns.ts';

export interface CellEdit {
  readonly productId: number;
  readonly column: EditableColumn;
  readonly text: string;
}

/** Few enough for the engine to answer a search in between. */
const atOnce = 200;

/** @returns what it takes to take it back, in the order in which it was done; so far as it came where one of them fails */
export async function saveCells(
  edits: readonly CellEdit[],
  vocabulary: readonly VocabularyGroup[],
  onDone: (operation: Operation) => void,
): Promise<void> {
  const by = judgeName();
  const fields = edits.flatMap(({ productId, column, text }) =>
    column.kind === 'field' ? [{ productId, field: column.field, value: text }] : [],
  );
  const groups = edits.flatMap(({ productId, column, text }) => {
    if (column.kind !== 'group') return [];
    const known = vocabulary.find(({ group }) => group === column.group)?.tags ?? [];
    const names = namesOf(
      text,
      column,
      known.map(({ name }) => name),
    );
    return [{ productId, group: column.group, names }];
  });
  const done = ({ operation }: { readonly operation: Operation | null }): void => {
    if (operation !== null) onDone(operation);
  };
  for (const some of slices(fields)) done(await command('exchange.edit', { edits: some, by }));
  for (const some of slices(groups)) done(await command('tags.setOfGroup', { edits: some, by }));
}

function slices<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / atOnce) }, (_, i) => all.slice(i * atOnce, (i + 1) * atOnce));
}

/** Asks again what the table shows, and waits for it. */
export async function renewRows(): Promise<void> {
  await answers.invalidateQueries({ queryKey: ['exchange.rows'] });
}
