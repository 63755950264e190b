/** `batch`: one JSON request a line in, one JSON answer a line out, for scripts that ask often and should not pay for a start each time. */
import { z } from 'zod';
import { AppError, type ErrorPayload, toAppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { embedRequestSchema, runEmbed, runSearch, searchRequestSchema } from './requests.ts';

const idSchema = z.union([z.string(), z.number(), z.null()]).default(null);
const requestSchema = z.object({ id: idSchema, method: z.string(), params: z.unknown().optional() });
/** Finds the id of a request that is wrong otherwise, so that its error can be told apart as well. */
const anyIdSchema = z.object({ id: idSchema.catch(null) }).catch({ id: null });

type Id = z.infer<typeof idSchema>;
export type BatchAnswer =
  | { readonly id: Id; readonly ok: true; readonly result: unknown }
  | { readonly id: Id; readonly ok: false; readonly error: Pick<ErrorPayload, 'code' | 'message'> };

const methods: Record<string, (client: Client, params: unknown) => Promise<unknown>> = {
  search: (client, params) => runSearch(client, parse(searchRequestSchema, params)),
  embed: async (client, params) => runEmbed(client, parse(embedRequestSchema, params)),
  info: (client) => client.call('library.info', {}),
};

/** Requests under way at once; further lines wait unread. */
const widest = 8;

/** Answers every line that is not blank, as each is done, and resolves when the last answer is written. */
export async function runBatch(
  client: Client,
  lines: AsyncIterable<string>,
  write: (answer: BatchAnswer) => void,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const work: Promise<void> = answerLine(client, line).then((answer) => {
      underWay.delete(work);
      write(answer);
    });
    underWay.add(work);
    if (underWay.size >= widest) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}

async function answerLine(client: Client, line: string): Promise<BatchAnswer> {
  let id: Id = null;
  try {
    const json = parseJson(line);
    id = anyIdSchema.parse(json).id;
    const request = parse(requestSchema, json);
    const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (method === undefined) throw new AppError('UNKNOWN_METHOD', `"${request.method}" is not search, embed or info.`);
    return { id, ok: true, result: await method(client, request.params ?? {}) };
  } catch (error) {
    const { code, message } = toAppError(error);
    return { id, ok: false, error: { code, message } };
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_REQUEST', `The line is not JSON: ${reason}`, { cause: error });
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new AppError('BAD_REQUEST', `${where}${issue?.message ?? 'the request does not fit'}.`);
}
