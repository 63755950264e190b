/** Imports a table and fetches its images in a process of its own, for the test that kills it. Arguments: library folder, table, host. */
import { openCountingEncoder, openTestLibrary } from '../testing.ts';

const [dir, table, host] = process.argv.slice(2) as [string, string, string];
const encoder = await openCountingEncoder();
const library = await openTestLibrary(dir, encoder);
if (library.jobs.list().some((job) => job.state === 'interrupted')) library.jobs.resumeInterrupted();
else await library.imports.start({ path: table, fetchImages: { allowHosts: [host] } });
process.stdout.write('started\n');
await library.jobs.idle();
process.stdout.write('finished\n');
await library.close();
await encoder.close();
