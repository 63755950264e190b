/** Imports a folder in a process of its own, for the test that kills it. Arguments: the library folder and the folder of images. */
import { openCountingEncoder, openTestLibrary } from './testing.ts';

const [dir, images] = process.argv.slice(2) as [string, string];
const encoder = await openCountingEncoder();
const library = await openTestLibrary(dir, encoder);
encoder.beforeImages = () => {
  process.stdout.write('group\n');
};
if (library.jobs.list().some((job) => job.state === 'interrupted')) library.jobs.resumeInterrupted();
else await library.imports.start({ path: images });
process.stdout.write('started\n');
await library.jobs.idle();
process.stdout.write('finished\n');
await library.close();
await encoder.close();
