/** `duplicates` and `verdicts`: what the library lists more than once, and what people said about it, as JSON. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  type DuplicateGroup,
  type DuplicateKind,
  type Signals,
  storedVerdictSchema,
  type Veto,
} from '../contract/duplicates.ts';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { describeJob, type Progress } from './output.ts';

export interface DuplicatesRequest {
  readonly minProbability?: number;
  /** All kinds when empty. */
  readonly kinds: readonly DuplicateKind[];
  /** Groups about which everything was said: left out, nothing else, or after the open ones. */
  readonly settled: 'hide' | 'only' | 'show';
}

export interface DuplicatesAnswer {
  readonly groups: readonly {
    readonly id: string;
    readonly kind: DuplicateKind;
    readonly probability: number;
    readonly members: readonly { readonly sku: string; readonly image: string | null }[];
    readonly pairs: readonly {
      readonly a: string;
      readonly b: string;
      readonly probability: number;
      readonly signals: Signals;
      readonly veto: Veto | null;
    }[];
  }[];
}

const pageSize = 500;
const pollMs = 200;

/** Looks for duplicates first where something came or changed; a library that another process has open is taken as it is. */
export async function runDuplicates(
  client: Client,
  request: DuplicatesRequest,
  progress: Progress,
): Promise<DuplicatesAnswer> {
  await bringUpToDate(client, progress);
  const groups: DuplicateGroup[] = [];
  for (;;) {
    const page = await client.call('duplicates.list', {
      ...(request.minProbability === undefined ? {} : { minProbability: request.minProbability }),
      settled: request.settled,
      offset: groups.length,
      limit: pageSize,
    });
    groups.push(...page.groups);
    if (page.groups.length === 0 || groups.length >= page.total) break;
  }
  const wanted = groups.filter(({ kind }) => request.kinds.length === 0 || request.kinds.includes(kind));
  return { groups: wanted.map(toAnswer) };
}

export async function readVerdicts(file: string) {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_REQUEST', `${file} cannot be read as JSON: ${reason}`, { cause: error });
  }
  const schema = z.object({ verdicts: z.array(storedVerdictSchema.partial({ decidedAt: true })) });
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data.verdicts;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'BAD_REQUEST',
    `${file} does not hold verdicts as "verdicts export" writes them: ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}

/** @throws {AppError} `NOT_FOUND` for a number that the library does not have, `BAD_REQUEST` for a single one */
export async function withdrawVerdicts(client: Client, skus: readonly string[]) {
  if (new Set(skus).size < 2) throw new AppError('BAD_REQUEST', 'Name at least two products: a verdict is about two.');
  const products = await Promise.all(skus.map(async (sku) => (await client.call('catalog.productBySku', { sku })).id));
  const { withdrawn, separated } = await client.call('duplicates.withdraw', { products });
  return { withdrawn, separated: separated.length };
}

async function bringUpToDate(client: Client, progress: Progress): Promise<void> {
  const { unscanned } = await client.call('duplicates.state', {});
  if (unscanned === 0) return;
  const started = await client.call('duplicates.scan', {}).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'LIBRARY_LOCKED') return undefined;
    throw error;
  });
  if (started === undefined) return;
  for (;;) {
    const job = await client.call('jobs.get', { id: started.jobId });
    if (job.state === 'done') break;
    if (job.error !== null) throw AppError.fromPayload(job.error);
    if (job.state !== 'queued' && job.state !== 'running') {
      throw new AppError('CANCELLED', 'The search for duplicates was stopped. Run the same command to go on.');
    }
    progress.show(describeJob(job));
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  progress.end();
}

function toAnswer({ id, kind, probability, members, pairs }: DuplicateGroup): DuplicatesAnswer['groups'][number] {
  const skus = new Map(members.map((member) => [member.id, member.sku]));
  return {
    id,
    kind,
    probability,
    members: members.map(({ sku, image }) => ({ sku, image: image?.path ?? null })),
    pairs: pairs.map(({ left, right, probability: likely, signals, veto }) => ({
      a: skus.get(left) ?? '',
      b: skus.get(right) ?? '',
      probability: likely,
      signals,
      veto,
    })),
  };
}
