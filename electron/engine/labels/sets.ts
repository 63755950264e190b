/** Query sets: lists of queries to collect judgements for. Each change of one is one step of undo. */
import { z } from 'zod';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { QuerySet } from '../../contract/labels.ts';
import type { QueryPart } from '../../contract/search.ts';
import { changedSince } from '../operations/operations.ts';
import type { LabelsRepo } from './judgement-repo.ts';
import type { Labels } from './labels.ts';
import { setOf, textParts } from './queries.ts';

/** A set as it stood. */
export const snapshotSchema = z.object({
  set: z.object({
    id: z.int(),
    name: z.string(),
    origin: z.enum(['typed', 'pasted', 'imported', 'history']),
    createdAt: z.string(),
  }),
  queries: z.array(z.object({ id: z.int(), key: z.string() })),
});
export type SetSnapshot = z.infer<typeof snapshotSchema>;
const changeSchema = z.object({ before: snapshotSchema.nullable(), after: snapshotSchema });
const changes = ['labels.createSet', 'labels.addQueries', 'labels.renameSet', 'labels.removeQuery'] as const;

export function registerSets(labels: Labels): void {
  const { repo } = labels;
  labels.register('labels.removeSet', snapshotSchema, (snapshot) => restore(repo, snapshot));
  for (const kind of changes) {
    labels.register(kind, changeSchema, ({ before, after }) => {
      assertStands(repo, after);
      if (before === null) repo.removeSet(after.set.id);
      else restore(repo, before);
    });
  }
}

export function createSet(
  labels: Labels,
  { name, origin, texts, history }: MethodParams<'labels.createSet'>,
): QuerySet {
  const { repo, search } = labels;
  let id = -1;
  labels.perform('labels.createSet', name, () => {
    id = repo.putSet({ name, origin, createdAt: new Date().toISOString() });
    const asked = history === 0 ? [] : search.history.latest(history);
    for (const { parts, label } of asked) addQuery(repo, id, parts, label);
    addTexts(repo, id, texts);
    return { before: null, after: snapshotOf(repo, id) };
  });
  return listed(labels, id);
}

/** @throws {AppError} `NOT_FOUND` */
export function addQueries(labels: Labels, { setId, texts }: MethodParams<'labels.addQueries'>): QuerySet {
  const { repo } = labels;
  return change(labels, 'labels.addQueries', setOf(repo, setId).name, setId, () => addTexts(repo, setId, texts));
}

/** @throws {AppError} `NOT_FOUND` */
export function renameSet(labels: Labels, { setId, name }: MethodParams<'labels.renameSet'>): QuerySet {
  const set = setOf(labels.repo, setId);
  const label = `${set.name} > ${name}`;
  return change(labels, 'labels.renameSet', label, setId, () => labels.repo.putSet({ ...set, name }));
}

/** Answers whether there was such a set. */
export function removeSet(
  labels: Labels,
  { setId }: MethodParams<'labels.removeSet'>,
): MethodResult<'labels.removeSet'> {
  const { repo } = labels;
  const set = repo.set(setId);
  if (set === undefined) return { removed: false };
  labels.perform('labels.removeSet', set.name, () => {
    const snapshot = snapshotOf(repo, setId);
    repo.removeSet(setId);
    return snapshot;
  });
  return { removed: true };
}

/** @throws {AppError} `NOT_FOUND` */
export function removeQuery(labels: Labels, { setId, queryId }: MethodParams<'labels.removeQuery'>): QuerySet {
  const { repo } = labels;
  const label = `${setOf(repo, setId).name}: ${repo.query(queryId)?.label ?? ''}`;
  return change(labels, 'labels.removeQuery', label, setId, () => repo.removeFromSet(setId, queryId));
}

/** A set as it stands. @throws {AppError} `NOT_FOUND` */
export function snapshotOf(repo: LabelsRepo, setId: number): SetSnapshot {
  return { set: { ...setOf(repo, setId) }, queries: repo.setQueries(setId).map(({ id, key }) => ({ id, key })) };
}

/** To be called inside a transaction. @throws {AppError} `CONFLICT` when the set was changed since it stood so */
export function assertStands(repo: LabelsRepo, then: SetSnapshot): void {
  const { id, name } = then.set;
  const now = repo.set(id) === undefined ? null : snapshotOf(repo, id);
  if (JSON.stringify(snapshotSchema.nullable().parse(now)) === JSON.stringify(then)) return;
  throw changedSince(`The query set "${name}" was changed since. Undo that first.`);
}

/** To be called inside a transaction. */
function restore(repo: LabelsRepo, { set, queries }: SetSnapshot): void {
  repo.putSet(set);
  const wanted = new Set(queries.map(({ id }) => id));
  for (const { id } of repo.setQueries(set.id)) if (!wanted.has(id)) repo.removeFromSet(set.id, id);
  for (const { id, key } of queries) repo.addToSet(set.id, id, key);
}

/** Blank texts and doubled ones are left out. */
function addTexts(repo: LabelsRepo, setId: number, texts: readonly string[]): void {
  for (const text of texts) {
    const tidy = text.replace(/\s+/g, ' ').trim();
    if (tidy !== '') addQuery(repo, setId, textParts(tidy), tidy);
  }
}

function addQuery(repo: LabelsRepo, setId: number, parts: readonly QueryPart[], label: string): void {
  const queryId = repo.putQuery(parts, label);
  repo.addToSet(setId, queryId, `q${queryId}`);
}

/** One step of undo of a set that is there. */
function change(
  labels: Labels,
  kind: (typeof changes)[number],
  label: string,
  setId: number,
  work: () => void,
): QuerySet {
  labels.perform(kind, label, () => {
    const before = snapshotOf(labels.repo, setId);
    work();
    const after = snapshotOf(labels.repo, setId);
    return JSON.stringify(before) === JSON.stringify(after) ? null : { before, after };
  });
  return listed(labels, setId);
}

function listed(labels: Labels, setId: number): QuerySet {
  return labels.repo.sets().find(({ id }) => id === setId) as QuerySet;
}
