/** The messages of the wire. Both ends parse what they receive; a message that does not fit is answered or dropped, never trusted. */
import { z } from 'zod';
import { errorPayloadSchema } from '../errors.ts';

const callId = z.int().min(0);

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: callId, method: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: callId }),
  z.object({ type: z.literal('subscribe'), event: z.string() }),
  z.object({ type: z.literal('unsubscribe'), event: z.string() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: callId, result: z.unknown() }),
  z.object({ type: z.literal('error'), id: callId, error: errorPayloadSchema }),
  z.object({ type: z.literal('event'), event: z.string(), payload: z.unknown() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
