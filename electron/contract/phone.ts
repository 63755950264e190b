/** What a host says while a phone may send photos: a listener of its own on the local network, for as long as a dialog is open. */
import { z } from 'zod';
import { errorPayloadSchema } from './errors.ts';
import { queryImageSchema } from './search.ts';

export const phoneEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    address: z.string().describe('of the page for the phone, with a token that is good for one phone'),
    network: z.string().describe('the IP address of this machine that it listens on'),
    networks: z.array(z.object({ name: z.string(), address: z.string() })).describe('those it could listen on'),
    seconds: z.int().describe('until it closes by itself'),
  }),
  z.object({ kind: z.literal('connected') }),
  z.object({ kind: z.literal('photo'), image: queryImageSchema }),
  /** A photo that came and could not be used. */
  z.object({ kind: z.literal('refused'), error: errorPayloadSchema }),
  z.object({
    kind: z.literal('closed'),
    why: z.enum(['time', 'guessing', 'enough', 'failed']),
    error: errorPayloadSchema.optional(),
  }),
]);
export type PhoneEvent = z.infer<typeof phoneEventSchema>;

/** An IP address of this machine, as a person chose it; null: the likeliest. */
export const phoneNetworkSchema = z.ipv4().nullable();
