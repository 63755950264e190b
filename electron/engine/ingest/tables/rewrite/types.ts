/** What is to be changed in a table file, and what came of it. */

export interface CellEdit {
  /** What the cell is to say, line ends as "\n". */
  readonly text: string;
  /** What it said when the table was read, as `TableRecord.raw`; a cell that says something else now is left as it is. */
  readonly before: string;
}

export interface TableEdits {
  /** By line (see `TableRecord`), then by column. Columns behind the last one are new ones. */
  readonly cells: ReadonlyMap<number, ReadonlyMap<number, CellEdit>>;
  /** Lines of rows that leave. */
  readonly removed?: ReadonlySet<number>;
  /** Rows that come below the row of a line. */
  readonly added?: ReadonlyMap<number, readonly (readonly string[])[]>;
  /** Names of new columns, behind the last one. */
  readonly columns?: readonly string[];
}

/** Where a table keeps its header: new columns begin on its line and count from its width. */
export interface TableShape {
  /** 0 when it has none. */
  readonly headerLine: number;
  readonly width: number;
}

/**
 * Why a cell was left as it is: its encoding lacks a character, it cannot be written so that it reads the same, it says something else than it
 * did, its row is not there any more, or its value is not kept where values can be replaced.
 */
export type RefusalReason = 'encoding' | 'notation' | 'changed' | 'gone' | 'place';

export interface RefusedCell {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly why: RefusalReason;
}

export interface RewriteOutcome {
  /** Cells that say something else now. */
  readonly written: number;
  readonly refused: readonly RefusedCell[];
}

/** Takes the bytes of the new file, in their order. */
export type ByteSink = (bytes: Buffer) => Promise<void> | void;
