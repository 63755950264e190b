/** What a host says of the engine process that it keeps alive. */
import { z } from 'zod';

export const engineStateSchema = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed', 'stopped']),
  restarts: z.int().describe('restarts within the last five minutes'),
  reason: z.string().nullable().describe('why the last process ended, null while all is well'),
  answering: z.boolean().describe('false while it gives no sign of life: it hangs, or is at something long'),
});
export type EngineState = z.infer<typeof engineStateSchema>;
