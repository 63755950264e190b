/**
 * Asks a language model at an address that a person entered, by the chat completions of OpenAI that Ollama, llama.cpp and others speak too. Only
 * this machine may be asked unless another is said to be meant; redirects are not followed.
 */
import { z } from 'zod';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';

export interface ChatModel {
  /** With or without `/chat/completions` at its end. */
  readonly address: string;
  readonly model: string;
  readonly beyondThisMachine: boolean;
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** A model on a plain computer takes its time. */
export const longestAnswerMs = 60_000;
/** More than any reply to a customer has [bytes]. */
const largestAnswer = 512 * 1024;

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * The text that the model answers, trimmed.
 * @throws {AppError} `BAD_REQUEST` for what is no address, or one of another machine; `NETWORK_FAILED` with what went wrong; `CANCELLED`
 */
export async function chat(
  model: ChatModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  limitMs = longestAnswerMs,
): Promise<string> {
  const url = addressOf(model);
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connect: { timeout: 10_000 }, headersTimeout: limitMs, bodyTimeout: limitMs });
  const limit = AbortSignal.timeout(limitMs);
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: model.model, messages, temperature: 0.2, stream: false }),
      signal: AbortSignal.any([signal, limit]),
    });
    const text = await textOf(body);
    if (statusCode !== 200) throw failed(`it answered ${statusCode}${told(text)}`, url);
    const parsed = answerSchema.safeParse(jsonOf(text));
    const content = parsed.success ? (parsed.data.choices[0]?.message.content.trim() ?? '') : '';
    if (content === '') throw failed('its answer is none of a chat model', url);
    return content;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throwIfCancelled(signal);
    if (limit.aborted) throw failed(`it did not answer within ${Math.round(limitMs / 1000)} seconds`, url);
    throw failed(
      error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error),
      url,
    );
  } finally {
    await dispatcher.destroy();
  }
}

/** @throws {AppError} `BAD_REQUEST` */
function addressOf({ address, beyondThisMachine }: ChatModel): URL {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') {
    const message = `"${address}" is not an address. Enter one such as http://localhost:11434/v1.`;
    throw new AppError('BAD_REQUEST', message, { details: { why: 'no-address', address } });
  }
  if (!isThisMachine(url.hostname) && !beyondThisMachine) {
    const message = `${url.host} is not this machine. Say that it is meant, or enter an address of this machine, such as http://localhost:11434/v1.`;
    throw new AppError('BAD_REQUEST', message, { details: { why: 'other-machine', host: url.host } });
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/chat/completions')) url.pathname = `${path === '' ? '/v1' : path}/chat/completions`;
  return url;
}

export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > largestAnswer)
      throw new AppError('NETWORK_FAILED', 'The language model answered more than a reply can be.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What such servers say of a mistake. */
function told(text: string): string {
  const said = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) }).safeParse(jsonOf(text));
  if (!said.success) return '';
  const { error } = said.data;
  return `: ${(typeof error === 'string' ? error : error.message).slice(0, 300)}`;
}

function failed(what: string, url: URL): AppError {
  const message = `The language model at ${url.host} gave no reply: ${what}. The draft stays as it is. Check that it runs and that its address and name are right.`;
  return new AppError('NETWORK_FAILED', message, { details: { why: 'language-model', host: url.host, reason: what } });
}
