/**
 * What pages show, asked of the engine through one cache. An answer lives as long as something on screen uses it: it is asked again when an event
 * says that it is out of date, and a page that opens asks anew. Whoever uses the same method with the same params shares one call.
 */
import type { AppError, EventName, MethodInput, MethodName, MethodResult } from '@contract';
import { keepPreviousData, QueryClient, skipToken, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask, engine } from './engine.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { notifyError } from './notify.tsx';

export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      // `ask` waits for an engine that is away; every other failure would be the same the second time.
      retry: false,
      // The engine is on this machine: it needs no network, and looking away changes nothing.
      networkMode: 'always',
      refetchOnWindowFocus: false,
    },
  },
});

/** Which methods a change makes out of date, by the beginnings of their names. */
const outdatedBy: { readonly [E in EventName]?: readonly string[] } & Record<'job' | 'model', readonly string[]> = {
  'answers.changed': ['answers.'],
  'catalog.changed': [
    'answers.',
    'campaigns.',
    'catalog.',
    'completeness.',
    'demand.meaning',
    'events.',
    'exchange.',
    'describe.',
    'duplicates.compare',
    'recommendations.',
    'recognition.status',
    'taxonomy.',
    'map.state',
    'map.colours',
    'map.products',
    'search.barcodes',
    'search.lookUp',
    'search.regions',
    'lookups.',
    'tags.',
  ],
  'campaigns.changed': ['campaigns.'],
  'duplicates.changed': ['duplicates.learning', 'duplicates.list'],
  'encoders.changed': ['encoders.', 'models.list'],
  'evaluation.rankerChanged': ['evaluation.coverage', 'evaluation.rankers'],
  'events.changed': ['demand.', 'events.', 'recommendations.'],
  'labels.changed': ['evaluation.coverage', 'labels.'],
  'operations.changed': [
    'completeness.',
    'operations.list',
    'search.lookUp',
    'search.references',
    'lookups.',
    'describe.starter',
    'tags.vocabulary',
  ],
  'lookups.changed': ['lookups.'],
  'recommendations.changed': ['recommendations.'],
  'search.savedChanged': ['search.saved'],
  'models.changed': ['library.modelOffer', 'library.models', 'models.describe', 'models.list', 'models.registry'],
  // A job came or ended. Not for every step of one: counting vectors takes a while in a large library.
  job: [
    'evaluation.learnings',
    'ingest.webImages',
    'library.models',
    'describe.',
    'recognition.',
    'tags.',
    'taxonomy.',
    'map.state',
  ],
  // The open library answers with another model.
  model: ['map.', 'evaluation.rankers', 'library.models', 'models.list'],
};

/**
 * The answer to the latest question; that to the last one stays until the next is there, unless `fresh`.
 * @param params null while there is nothing to ask yet
 */
export function useAnswer<M extends MethodName>(
  method: M,
  params: MethodInput<M> | null,
  { fresh = false } = {},
): UseQueryResult<MethodResult<M>, AppError> {
  return useQuery<MethodResult<M>, AppError>({
    queryKey: [method, params],
    queryFn: params === null ? skipToken : ({ signal }) => ask(method, params, { signal }),
    ...(fresh ? {} : { placeholderData: keepPreviousData }),
  });
}

/** The same for a preview of a deed: a failure is told in passing, since the deed itself would say no more. */
export function usePreview<M extends MethodName>(
  method: M,
  params: MethodInput<M> | null,
  options: { fresh?: boolean } = {},
): UseQueryResult<MethodResult<M>, AppError> {
  const preview = useAnswer(method, params, options);
  const { error } = preview;
  useEffect(() => {
    if (error !== null) notifyError(error);
  }, [error]);
  return preview;
}

/** How long an answer that was asked for ahead waits for its use [ms]. */
const waits = 5 * 60_000;

/** Asks what is likely to be shown next. */
export function askAhead<M extends MethodName>(method: M, params: MethodInput<M>): void {
  void answers.prefetchQuery({
    queryKey: [method, params],
    queryFn: ({ signal }) => ask(method, params, { signal }),
    gcTime: waits,
  });
}

/** Asks again, where they are shown, the methods whose names begin with one of these: for changes that no event tells of. */
export function outdate(...beginnings: readonly string[]): void {
  void answers.invalidateQueries({
    predicate: ({ queryKey: [method] }) => beginnings.some((beginning) => String(method).startsWith(beginning)),
  });
}

/** Keeps what is on screen up to date for as long as the window lives. */
export function watchAnswers(): void {
  const { job, model, ...events } = outdatedBy;
  for (const [event, methods] of Object.entries(events)) engine().on(event as EventName, () => outdate(...methods));
  useJobs.subscribe(({ jobs }, before) => {
    const states = (all: typeof jobs): string => all.map(({ id, state }) => `${id}:${state}`).join();
    if (states(jobs) !== states(before.jobs)) outdate(...job);
  });
  useLibrary.subscribe(({ info }, { info: before }) => {
    // What was asked before the engine had said which library is open is meant for this one.
    if (before !== undefined && info?.dir !== before?.dir) void answers.invalidateQueries();
    else if (info?.modelId !== before?.modelId) outdate(...model);
  });
}
