/** Prepares a model in a process of its own, for the test that kills it. Arguments: home, models folder, library, model id. */
import { openSession } from './testing.ts';

const [home, modelsDir, library, modelId] = process.argv.slice(2) as [string, string, string, string];
const { engine, call } = await openSession({ home, modelsDir, library } as Parameters<typeof openSession>[0]);
engine.hub.on('jobs.changed', (jobs) => {
  const done = jobs.find(({ kind }) => kind === 'vectors')?.done ?? 0;
  process.stdout.write(`${done}\n`);
});
await call('library.prepareModel', { modelId, thenUse: true });
