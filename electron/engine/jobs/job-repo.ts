/** The SQL of stored work. */
import { z } from 'zod';
import { type ErrorPayload, errorPayloadSchema } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Database } from '../db/database.ts';

type JobState = Job['state'];
type JobKind = Job['kind'];

/** A job as it is kept, without what only its run knows (rate, time left, file at hand). */
export interface JobRow {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly params: string;
  readonly state: JobState;
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly failures: number;
  readonly marks: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly result: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export type JobProgress = Pick<JobRow, 'phase' | 'done' | 'total' | 'failures' | 'marks' | 'attempts'>;

/** What came of a job. */
export interface JobEnd {
  readonly error?: ErrorPayload;
  readonly result?: Record<string, unknown>;
}

const resultSchema = z.record(z.string(), z.unknown());

export class JobsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(kind: JobKind, title: string, params: string): number {
    return this.#database.run(
      "INSERT INTO jobs (kind, title, params, state, created_at) VALUES (?, ?, ?, 'queued', ?)",
      kind,
      title,
      params,
      new Date().toISOString(),
    ).lastInsertRowid;
  }

  get(id: number): JobRow | undefined {
    return this.#database.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
  }

  inState(state: JobState): JobRow[] {
    return this.#database.all<JobRow>('SELECT * FROM jobs WHERE state = ? ORDER BY id', state);
  }

  /** Newest first: all that wait or run, and the `limit` newest of those that ended. */
  list(limit: number): JobRow[] {
    return this.#database.all<JobRow>(
      `SELECT * FROM jobs WHERE state IN ('queued', 'running') OR id IN
         (SELECT id FROM jobs WHERE state NOT IN ('queued', 'running') ORDER BY id DESC LIMIT ?)
       ORDER BY id DESC`,
      limit,
    );
  }

  findOpen(kind: JobKind, params: string): JobRow | undefined {
    return this.#database.get<JobRow>(
      "SELECT * FROM jobs WHERE kind = ? AND params = ? AND state IN ('queued', 'running') ORDER BY state LIMIT 1",
      kind,
      params,
    );
  }

  /** Puts a job (back) into the queue with a clean slate; what it got done stays in `marks`. */
  queue(id: number, attempts: number): void {
    this.#database.run(
      `UPDATE jobs SET state = 'queued', attempts = ?, error = NULL, result = NULL, finished_at = NULL WHERE id = ?`,
      attempts,
      id,
    );
  }

  begin(id: number, attempts: number): void {
    this.#database.run(
      `UPDATE jobs SET state = 'running', phase = '', done = 0, total = NULL, failures = 0, attempts = ?,
         error = NULL, result = NULL, started_at = ?, finished_at = NULL WHERE id = ?`,
      attempts,
      new Date().toISOString(),
      id,
    );
  }

  progress(id: number, progress: JobProgress): void {
    this.#database.run(
      'UPDATE jobs SET phase = ?, done = ?, total = ?, failures = ?, marks = ?, attempts = ? WHERE id = ?',
      progress.phase,
      progress.done,
      progress.total,
      progress.failures,
      progress.marks,
      progress.attempts,
      id,
    );
  }

  /** A job that is done settles those of the same work that failed before. */
  end(id: number, state: JobState, { error, result }: JobEnd): void {
    this.#database.run(
      'UPDATE jobs SET state = ?, error = ?, result = ?, finished_at = ? WHERE id = ?',
      state,
      error === undefined ? null : JSON.stringify(error),
      result === undefined ? null : JSON.stringify(result),
      new Date().toISOString(),
      id,
    );
    if (state !== 'done') return;
    // Else people would be asked to go on with what was done meanwhile.
    this.#database.run(
      `DELETE FROM jobs WHERE state = 'failed' AND id < ?
         AND (kind, params) = (SELECT kind, params FROM jobs WHERE id = ?)`,
      id,
      id,
    );
  }

  /** Forgets ended jobs beyond the `keep` newest. */
  prune(keep: number): void {
    this.#database.run(
      `DELETE FROM jobs WHERE state IN ('done', 'cancelled', 'failed') AND id NOT IN
         (SELECT id FROM jobs ORDER BY id DESC LIMIT ?)`,
      keep,
    );
  }
}

/** The stored part of a job in the form of the contract. */
export function toJob(row: JobRow): Job {
  const { id, kind, title, state, phase, done, total, failures } = row;
  return {
    ...{ id, kind, title, state, phase, done, total, failures },
    ...{ ratePerSecond: null, secondsLeft: null, current: null },
    error: row.error === null ? null : errorPayloadSchema.parse(JSON.parse(row.error)),
    result: row.result === null ? null : resultSchema.parse(JSON.parse(row.result)),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
