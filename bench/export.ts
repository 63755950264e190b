/** How long a table of 100,000 rows and 20 columns takes to be given back with 25,000 cells changed, and what memory that takes. */

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeAtomically } from '../electron/engine/files/atomic-file.ts';
import { findLayout } from '../electron/engine/ingest/tables/layout.ts';
import { type CellEdit, rewriteTable } from '../electron/engine/ingest/tables/rewrite/index.ts';

const rows = 100_000;
const columns = 20;
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-export-'));
try {
  const file = path.join(dir, 'products.csv');
  const out = createWriteStream(file);
  const named = ['sku', 'title', 'price'];
  out.write(`${Array.from({ length: columns }, (_, column) => named[column] ?? `column ${column}`).join(',')}\r\n`);
  for (let row = 0; row < rows; row++) {
    const own = [`S-${row}`, `"Title ""${row}"" of, a product"`, `${row % 100}.50`];
    const cells = Array.from({ length: columns }, (_, column) => own[column] ?? `value ${row} ${column}`);
    if (!out.write(`${cells.join(',')}\r\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  const { records, headerLine } = await findLayout(file, {});
  const edits = new Map<number, Map<number, CellEdit>>();
  for (let row = 0; row < rows; row += 4) {
    edits.set(row + 2, new Map([[1, { text: `New, title ${row}`, before: `Title "${row}" of, a product` }]]));
  }
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  let written = 0;
  const bytes = await writeAtomically(path.join(dir, 'out.csv'), false, async (write) => {
    ({ written } = await rewriteTable(records, { headerLine, width: columns }, { cells: edits }, write));
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  console.log(
    `${rows} rows of ${columns} columns, ${(bytes / 1e6).toFixed(1)} MB, ${written} cells changed: ${seconds.toFixed(1)} s, ${(peak / 1e6).toFixed(0)} MB resident at most`,
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
