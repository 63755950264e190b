/** Brings a file of events in, as a job that can be stopped at any row and run again. */
import path from 'node:path';
import { z } from 'zod';
import { throwIfCancelled } from '../../contract/errors.ts';
import { type EventsResult, eventReadingSchema } from '../../contract/events.ts';
import { sha256Of } from '../files/checksum.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Events } from './events.ts';
import { Intake } from './intake.ts';
import { assertReadable, type EventLayout, eventLayout } from './layout.ts';
import { LeftOut } from './left-out.ts';
import { settleReturns } from './returns.ts';
import { RowReader } from './row-reader.ts';

export const importTaskSchema = z.object({ path: z.string(), reading: eventReadingSchema });
export type ImportTask = z.infer<typeof importTaskSchema>;

/** Events written in one transaction: 10 to 15 ms of work. */
const writtenAtOnce = 1500;
/** Views, clicks and searches of one session beyond which a program made them. */
export const mostInSession = 500;

export async function runEventImport(events: Events, task: ImportTask, context: JobContext): Promise<EventsResult> {
  const started = performance.now();
  const { files, repo } = events;
  context.report({ phase: 'read', done: 0, total: null, current: path.basename(task.path) });
  const layout = await eventLayout(task.path, task.reading, (header) => files.mapping(header));
  assertReadable(layout);
  const sha256 = await sha256Of(task.path);
  const reading = JSON.stringify([layout.kind, layout.columns.map(({ name, role }) => [name, role])]);
  const before = files.find(sha256);
  if (before?.finished && before.reading === reading && before.result !== null) {
    return { ...before.result, added: 0, known: before.result.added + before.result.known, byKind: {}, again: true };
  }
  // Read otherwise than before, it takes the place of what it brought in then.
  if (before !== undefined && before.reading !== reading) repo.transaction(() => repo.removeFile(before.id));
  const file = files.begin({ sha256, name: path.basename(task.path), form: layout.formId, reading });
  const leftOut = new LeftOut();
  const intake = new Intake(repo, events.dictionary, leftOut, {
    file,
    sealed: files.sealed(),
    keptFrom: events.keptFrom(),
  });
  const rows = await readRows(events, layout, { intake, leftOut }, context);
  throwIfCancelled(context.signal);
  context.report({ phase: 'finish', done: rows, total: rows });
  const returned = repo.transaction(() => {
    repo.markRobots(mostInSession);
    return settleReturns(repo);
  });
  events.behaviour.changed();
  const matched = events.match.products();
  const found = [...intake.items].filter((item) => matched.has(item)).length;
  const result: EventsResult = {
    rows,
    ...intake.counts,
    returned,
    robots: repo.robots(),
    products: { matched: found, unmatched: intake.items.size - found },
    again: false,
    seconds: (performance.now() - started) / 1000,
  };
  files.finish(file, result);
  events.announce();
  return result;
}

async function readRows(
  events: Events,
  layout: EventLayout,
  { intake, leftOut }: { readonly intake: Intake; readonly leftOut: LeftOut },
  context: JobContext,
): Promise<number> {
  const reader = new RowReader(layout, events.pseudonyms(), intake);
  const pause = createGentlePause();
  let rows = 0;
  for await (const { cells, line } of layout.rows(context.signal)) {
    rows++;
    leftOut.line = line;
    reader.read(cells);
    if (intake.waiting < writtenAtOnce) continue;
    throwIfCancelled(context.signal);
    intake.write();
    context.report({ done: rows });
    await pause();
  }
  reader.end();
  intake.write();
  return rows;
}
