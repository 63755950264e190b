/** What the engine and the process that tests a model say to each other. What comes from there is not trusted: it ran a stranger's file. */
import { z } from 'zod';
import { errorPayloadSchema } from '../../../contract/errors.ts';
import { modelManifestSchema } from '../../../contract/model-manifest.ts';
import { selfTestSchema } from '../../../contract/models.ts';

/** The only message to the tester. */
export const orderSchema = z.object({
  folder: z.string(),
  manifest: modelManifestSchema,
  threads: z.int(),
  memory: z.number().describe('what the process may take [bytes]'),
});
export type Order = z.infer<typeof orderSchema>;

/** The signal by which a tester that took too much memory is known; Windows knows no signals. */
export const endedForMemory = process.platform === 'win32' ? 'SIGKILL' : 'SIGUSR2';

export const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), done: z.int(), current: z.string() }),
  z.object({ kind: z.literal('result'), result: selfTestSchema }),
  z.object({ kind: z.literal('failed'), error: errorPayloadSchema }),
]);
export type Report = z.infer<typeof reportSchema>;
