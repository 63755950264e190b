/** What is done in the table by key. Letters go into the cell that one is in. */
import { type Action, listKeys } from '../ui/actions.ts';

export interface SheetDesk {
  onClear(): void;
  onFill(): void;
  onReplace(): void;
  onUndo(): void;
}

/** While the table has the focus and no cell is written in. */
export const sheetActions = {
  fill: { listed: 'keys.sheetFill', keys: ['mod+D'], run: (_, { onFill }) => onFill() },
  replace: { listed: 'keys.sheetReplace', keys: ['mod+H'], run: (_, { onReplace }) => onReplace() },
  undo: { listed: 'keys.sheetUndo', keys: ['mod+Z'], run: (_, { onUndo }) => onUndo() },
  clear: { listed: 'keys.sheetClear', keys: ['Delete', 'Backspace'], caps: ['⌫'], run: (_, { onClear }) => onClear() },
} satisfies Record<string, Action<SheetDesk>>;

listKeys('sheet', {
  edit: { listed: 'keys.sheetEdit', keys: ['Enter'] },
  grow: { listed: 'keys.sheetGrow', keys: ['shift', 'ArrowUp', 'ArrowDown'] },
  ...sheetActions,
});
