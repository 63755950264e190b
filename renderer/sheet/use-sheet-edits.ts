/** What is done to the cells of the table, and taking it back. Cells show what was typed at once; what could not be written shows as it was. */
import { type Operation, toAppError, type VocabularyGroup } from '@contract';
import { useRef, useState } from 'react';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { type CellEdit, renewRows, saveCells } from './cell-edits.ts';

export interface SheetEdits {
  /** What was typed and is not read back yet. */
  typed(productId: number, columnKey: string): string | undefined;
  save(edits: readonly CellEdit[]): Promise<void>;
  readonly busy: boolean;
  /** How many deeds can be taken back. */
  readonly undoable: number;
  /** Deeds that were done elsewhere for this table, such as replacing. */
  remember(operation: Operation): void;
  undo(): Promise<void>;
}

/** What was taken back elsewhere meanwhile is as it should be. */
async function takeBack(id: number): Promise<void> {
  try {
    await command('operations.undo', { id });
  } catch (error) {
    const { details } = toAppError(error);
    if ((details as { why?: unknown } | null)?.why !== 'undone-already') throw error;
  }
}

export function useSheetEdits(vocabulary: readonly VocabularyGroup[]): SheetEdits {
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [deeds, setDeeds] = useState<readonly (readonly Operation[])[]>([]);
  const [running, setRunning] = useState(0);
  // One after the other: what was typed last is what stays.
  const queue = useRef(Promise.resolve());
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    setRunning((count) => count + 1);
    const done = queue.current.then(work).catch(notifyError);
    queue.current = done.finally(() => setRunning((count) => count - 1));
    return queue.current;
  };
  const save = (edits: readonly CellEdit[]): Promise<void> => {
    const own = new Map(edits.map(({ productId, column, text }) => [`${productId} ${column.key}`, text]));
    setTyped((before) => new Map([...before, ...own]));
    return inTurn(async () => {
      const operations: Operation[] = [];
      try {
        await saveCells(edits, vocabulary, (operation) => operations.push(operation));
      } finally {
        if (operations.length > 0) setDeeds((before) => [...before, operations]);
        await renewRows().catch(notifyError);
        setTyped((before) => new Map([...before].filter(([key, text]) => own.get(key) !== text)));
      }
    });
  };
  const undo = (): Promise<void> =>
    inTurn(async () => {
      const last = deeds.at(-1);
      if (last === undefined) return;
      for (const { id } of last.toReversed()) await takeBack(id);
      setDeeds((before) => before.filter((deed) => deed !== last));
      await renewRows();
    });
  return {
    typed: (productId, columnKey) => typed.get(`${productId} ${columnKey}`),
    save,
    busy: running > 0,
    undoable: deeds.length,
    remember: (operation) => setDeeds((before) => [...before, [operation]]),
    undo,
  };
}
