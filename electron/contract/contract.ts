/** The whole contract: every method and every event, and the types that follow from them. */
import type { z } from 'zod';
import { answerEvents, answerMethods } from './answers.ts';
import { campaignEvents, campaignMethods } from './campaigns.ts';
import { catalogEvents, catalogMethods } from './catalog.ts';
import { completenessMethods } from './completeness.ts';
import { demandMethods } from './demand.ts';
import { describingMethods } from './describing.ts';
import { duplicateEvents, duplicateMethods } from './duplicates.ts';
import { encoderEvents, encoderMethods } from './encoders.ts';
import { evaluationEvents, evaluationMethods } from './evaluation.ts';
import { eventEvents, eventMethods } from './events.ts';
import { exchangeMethods } from './exchange.ts';
import { ingestMethods } from './ingest.ts';
import { jobEvents, jobMethods } from './jobs.ts';
import { labelEvents, labelMethods } from './labels.ts';
import { libraryEvents, libraryMethods } from './library.ts';
import { lookupEvents, lookupMethods } from './lookups.ts';
import { mapMethods } from './map.ts';
import type { MethodSpec } from './method.ts';
import { modelEvents, modelMethods } from './models.ts';
import { operationEvents, operationMethods } from './operations.ts';
import { recognitionMethods } from './recognition.ts';
import { recommendationEvents, recommendationMethods } from './recommendations.ts';
import { searchEvents, searchMethods } from './search.ts';
import { tagMethods } from './tags.ts';
import { taxonomyMethods } from './taxonomy.ts';

export const methods = {
  ...libraryMethods,
  ...catalogMethods,
  ...ingestMethods,
  ...jobMethods,
  ...searchMethods,
  ...encoderMethods,
  ...modelMethods,
  ...operationMethods,
  ...tagMethods,
  ...describingMethods,
  ...taxonomyMethods,
  ...completenessMethods,
  ...mapMethods,
  ...labelMethods,
  ...evaluationMethods,
  ...duplicateMethods,
  ...exchangeMethods,
  ...eventMethods,
  ...demandMethods,
  ...answerMethods,
  ...recommendationMethods,
  ...campaignMethods,
  ...recognitionMethods,
  ...lookupMethods,
} satisfies Record<string, MethodSpec>;

/** Every event keeps its last value: a new subscriber gets it at once. */
export const events = {
  ...libraryEvents,
  ...catalogEvents,
  ...jobEvents,
  ...encoderEvents,
  ...modelEvents,
  ...operationEvents,
  ...labelEvents,
  ...evaluationEvents,
  ...duplicateEvents,
  ...searchEvents,
  ...eventEvents,
  ...answerEvents,
  ...recommendationEvents,
  ...lookupEvents,
  ...campaignEvents,
} satisfies Record<string, z.ZodType>;

export type MethodName = keyof typeof methods;
export type EventName = keyof typeof events;

/** Params as a caller writes them: defaults may be left out. */
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['params']>;
/** Params as a handler sees them: parsed, defaults filled in. */
export type MethodParams<M extends MethodName> = z.output<(typeof methods)[M]['params']>;
export type MethodResult<M extends MethodName> = z.output<(typeof methods)[M]['result']>;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;

export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
}

export type Handler<M extends MethodName> = (
  params: MethodParams<M>,
  context: CallContext,
) => MethodResult<M> | Promise<MethodResult<M>>;

/** A mapped type, so that a missing handler does not compile. */
export type Handlers = { [M in MethodName]: Handler<M> };

/** The handlers of one domain: all methods that start with its name. */
export type DomainHandlers<D extends string> = {
  [M in MethodName as M extends `${D}.${string}` ? M : never]: Handler<M>;
};
