/** Product tables: what the rest of the ingest domain may use of this folder. */
export { isOfferedTableName, isTableName } from './names.ts';
export { columnsOf, previewTable } from './preview.ts';
export { readTable } from './read.ts';
export type { TableItem, TableOptions, TableProblem, TableProduct, TableVariant } from './types.ts';
