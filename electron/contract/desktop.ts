/** What a host and its page say to each other beside the engine's contract. */
import { z } from 'zod';
import { AppError, errorPayloadSchema } from './errors.ts';

export const places = [
  'start',
  'search',
  'lookups',
  'answers',
  'map',
  'duplicates',
  'tags',
  'describe',
  'labels',
  'learning',
  'demand',
  'campaigns',
  'library',
  'import',
  'problems',
  'changes',
  'sheet',
  'settings',
  'help',
] as const;
export type Place = (typeof places)[number];

const pathSchema = z.string().min(1).max(4096);

/** What the world outside of the page asks of it: a menu, a link, a file dropped on the icon. */
export const pageRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('show'), place: z.enum(places) }),
  z.object({ kind: z.literal('find') }),
  z.object({ kind: z.literal('product'), sku: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('picture'), path: pathSchema }),
  z.object({ kind: z.literal('import'), path: pathSchema }),
  z.object({ kind: z.literal('library'), dir: pathSchema }),
]);
export type PageRequest = z.infer<typeof pageRequestSchema>;

/** What a person is asked to choose in a dialog of the system; `import` is a folder of images or a table. */
export const choiceSchema = z.enum(['import', 'folder', 'table', 'library', 'model', 'events', 'documents']);
export type Choice = z.infer<typeof choiceSchema>;

/** How the page looks and speaks, so that what the system draws around it does the same. */
export const appearanceSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['en', 'zh-CN']),
});
export type Appearance = z.infer<typeof appearanceSchema>;

export const hostSettingsSchema = z.object({
  autoUpdate: z.boolean().describe('asks on the internet for later versions'),
});
export type HostSettings = z.infer<typeof hostSettingsSchema>;

export const hostSettingsStateSchema = hostSettingsSchema.extend({
  updates: z
    .enum(['possible', 'unpackaged', 'unpublished', 'elsewhere'])
    .describe('whether this copy can update itself'),
});
export type HostSettingsState = z.infer<typeof hostSettingsStateSchema>;

/** Electron turns thrown errors into text, so answers carry them as values. */
export const replySchema = z.union([z.object({ value: z.unknown() }), z.object({ error: errorPayloadSchema })]);
export type Reply = z.infer<typeof replySchema>;

/** The value of an answer, parsed. @throws {AppError} the failure that it carries, or `INTERNAL` when it does not fit */
export function readReply<T>(raw: unknown, schema: z.ZodType<T>): T {
  const reply = replySchema.parse(raw);
  if ('error' in reply) throw AppError.fromPayload(reply.error);
  const value = schema.safeParse(reply.value);
  if (!value.success) throw new AppError('INTERNAL', `The answer of the shell does not fit: ${value.error.message}`);
  return value.data;
}

/**
 * What the main process says when it hands a port to the engine process: the one line of the host, a connection of a page, or the line of
 * a process that the engine asked for, with the number that it gave it.
 */
export const portHandoverSchema = z.discriminatedUnion('port', [
  z.object({ port: z.enum(['line', 'connection']) }),
  z.object({ port: z.literal('tester'), id: z.int() }),
]);
export type PortHandover = z.infer<typeof portHandoverSchema>;

/** What the engine asks of the main process, since a utility process may not start others: one in which a model is tested, and its end. */
export const testerRequestSchema = z.object({ tester: z.enum(['start', 'kill']), id: z.int() });
export type TesterRequest = z.infer<typeof testerRequestSchema>;
