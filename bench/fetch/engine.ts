/** The engine over a small model, in a process of its own that can be killed. Arguments: folder of library and models, table, host. */
import path from 'node:path';
import type { Job } from '../../electron/contract/jobs.ts';
import { openSession } from '../../electron/engine/library/testing.ts';

const [root, table, host] = process.argv.slice(2) as [string, string, string];
const place = {
  root,
  home: path.join(root, 'home'),
  modelsDir: path.join(root, 'models'),
  library: path.join(root, 'library'),
};
const session = await openSession(place as Parameters<typeof openSession>[0]);
const jobs = await session.call('jobs.list', {});
const goesOn = (job: Job): boolean => job.state === 'queued' || job.state === 'running';
if (!jobs.some(goesOn)) await session.call('ingest.start', { path: table, fetchImages: { allowHosts: [host] } });
await session.idle();
const { products, images, problems } = await session.call('library.info', {});
const [web] = await session.call('ingest.webImages', {});
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ products, images, problems, web, megabytes })}\n`);
await session.engine.close();
process.exit(0);
