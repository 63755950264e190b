/** What the commands about tags, judgements and rankers do. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';
import { readQueryTexts } from '../engine/labels/formats.ts';
import type {
  CompareOptions,
  EvaluateOptions,
  JudgementFileOptions,
  LearningCommands,
  TagOptions,
} from './learning-program.ts';
import { waitForJob } from './wait-for-job.ts';

export interface LearningHost {
  ask<T>(library: string, write: boolean, use: (client: Client) => Promise<T>): Promise<T>;
  printJson(value: unknown): Promise<void>;
  printText(text: string): Promise<void>;
  /** Aborted when the person asks to stop. */
  signal(): AbortSignal;
}

/** The most products the engine suggests for in one call, and the most questions it gives. */
const pageSize = 200;
const browsePage = 500;

export function learningCommands({ ask, printJson, printText, signal }: LearningHost): LearningCommands {
  return {
    async tagsSuggest({ library, ...options }) {
      await printJson(await ask(library, false, (client) => suggest(client, options)));
    },
    async tagsApply({ library, min, group, dryRun }) {
      const params = { minConfidence: Math.max(0.5, min), dryRun, ...given({ group }) };
      const stop = signal();
      await printJson(await ask(library, !dryRun, (client) => applySuggestions(client, params, stop)));
    },
    async tagsSuspicious({ library, ...options }) {
      await printJson(await ask(library, false, (client) => suspicious(client, options)));
    },
    async judgeImport(file, { library, ...options }) {
      const text = await read(file);
      const queries = options.queries === undefined ? undefined : await read(options.queries);
      const { format, judge, set: setName = path.parse(file).name } = options;
      const params = { format, text, setName, ...given({ queries, judge }) };
      await printJson(await ask(library, true, (client) => client.call('labels.import', params)));
    },
    async judgeExport(file, { library, ...options }) {
      const result = await ask(library, false, (client) => exportJudgements(client, options));
      if (options.queries !== undefined) await writeFile(options.queries, result.queries);
      if (file === undefined) await printText(result.text);
      else {
        await writeFile(file, result.text);
        await printJson({ file: path.resolve(file), judgements: result.judgements });
      }
    },
    async evaluate({ library, ...options }) {
      await printJson(await ask(library, false, (client) => evaluate(client, options, signal())));
    },
    async compare({ library, ...options }) {
      await printJson(await ask(library, false, (client) => compare(client, options, signal())));
    },
    async run({ library, queries, set, ranker, k }) {
      const texts = queries === undefined ? new Map<string, string>() : readQueryTexts(await read(queries));
      const typed = [...texts].map(([key, text]) => ({ key, text }));
      const stop = { signal: signal() };
      const { text } = await ask(library, false, async (client) => {
        const setId = await setCalled(client, set);
        return client.call('evaluation.run', { queries: typed, k, ...given({ setId, ranker }) }, stop);
      });
      await printText(text);
    },
    async learn({ library, set, judge, dryRun }) {
      const stop = signal();
      const report = await ask(library, true, async (client) => {
        const setId = await setCalled(client, set);
        const started = await client.call('evaluation.learn', { adopt: !dryRun, ...given({ setId, judge }) });
        const { result } = await waitForJob(client, started, stop);
        return client.call('evaluation.learning', { id: Number(result?.report) });
      });
      await printJson(report);
    },
  };
}

async function suggest(client: Client, { group, min, k }: Omit<TagOptions, 'library'> & { min: number }) {
  const products: unknown[] = [];
  for (let offset = 0; products.length < k; offset += browsePage) {
    const { hits } = await client.call('search.run', { offset, limit: browsePage, facets: false });
    for (let at = 0; at < hits.length; at += pageSize) {
      const page = new Map(hits.slice(at, at + pageSize).map(({ id, sku, title }) => [id, { sku, title }]));
      const params = { productIds: [...page.keys()], minConfidence: min, ...given({ group }) };
      const suggested = await client.call('tags.suggest', params);
      for (const { productId, suggestions } of suggested.products) {
        if (suggestions.length > 0) products.push({ ...page.get(productId), suggestions });
      }
    }
    if (hits.length < browsePage) break;
  }
  return { products: products.slice(0, k) };
}

/** Counts under `dryRun`, and otherwise waits until everything is written. */
async function applySuggestions(
  client: Client,
  params: { readonly minConfidence: number; readonly dryRun: boolean; readonly group?: string },
  signal: AbortSignal,
) {
  const { job, learning: _learning, ...counts } = await client.call('tags.applySuggestions', params, { signal });
  if (job === null) return counts;
  const { result } = await waitForJob(client, job, signal);
  const operation = Number(result?.operation);
  const [latest] = await client
    .call('operations.list', { limit: 200 })
    .then((log) => log.filter(({ id }) => id === operation));
  return { operation: latest ?? null, products: result?.products, tags: result?.tags };
}

async function suspicious(client: Client, { group, k }: Omit<TagOptions, 'library'>) {
  const found: unknown[] = [];
  let total = 0;
  do {
    const limit = Math.min(pageSize, k - found.length);
    const params = { order: 'suspicious' as const, offset: found.length, limit, ...given({ group }) };
    const page = await client.call('tags.review', params);
    total = page.total;
    if (page.items.length === 0) break;
    for (const { product, current, ...rest } of page.items) {
      found.push({ sku: product.sku, title: product.title, tag: current?.name ?? null, ...rest });
    }
  } while (found.length < Math.min(k, total));
  return { total, tags: found };
}

async function exportJudgements(client: Client, { format, set, judge }: Omit<JudgementFileOptions, 'library'>) {
  const setId = await setCalled(client, set);
  return client.call('labels.export', { format, ...given({ setId, judge }) });
}

async function evaluate(client: Client, options: Omit<EvaluateOptions, 'library'>, signal: AbortSignal) {
  const { qrels, format, queries, set, k } = options;
  const judgements =
    qrels === undefined
      ? undefined
      : {
          format,
          text: await read(qrels),
          ...given({ queries: queries === undefined ? undefined : await read(queries) }),
        };
  const system = options.ranker === undefined && options.model === undefined ? undefined : systemOf(options);
  const setId = await setCalled(client, set);
  return client.call('evaluation.evaluate', { k, ...given({ judgements, system, setId }) }, { signal });
}

/** What is in use against what the options name. */
async function compare(client: Client, options: Omit<CompareOptions, 'library'>, signal: AbortSignal) {
  const { set, metric, k } = options;
  const setId = await setCalled(client, set);
  const inUse = (await client.call('evaluation.rankers', {})).find(({ active }) => active)?.name ?? 'default';
  const a = { kind: 'ranker' as const, name: inUse };
  return client.call('evaluation.compare', { a, b: systemOf(options), metric, k, ...given({ setId }) }, { signal });
}

function systemOf({ ranker = 'default', model }: Pick<CompareOptions, 'ranker' | 'model'>) {
  return { kind: 'ranker' as const, name: ranker, ...given({ modelId: model }) };
}

/** @throws {AppError} `NOT_FOUND` */
async function setCalled(client: Client, name: string | undefined): Promise<number | undefined> {
  if (name === undefined) return undefined;
  const sets = await client.call('labels.sets', {});
  const found = sets.find((set) => set.name === name);
  if (found !== undefined) return found.id;
  throw new AppError(
    'NOT_FOUND',
    `There is no query set called "${name}". There are: ${sets.map((set) => set.name).join(', ')}.`,
  );
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('FILE_MISSING', `${file} could not be read. Check the path.`, { cause: error });
  }
}

/** Without the entries that are undefined, as strict parameters need it. */
function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
