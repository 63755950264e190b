/** Long work in the engine: what runs now and what ended lately. */
import type { Job, ModelTask } from '@contract';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { ask, command, engine } from './engine.ts';

interface JobsStore {
  readonly jobs: readonly Job[];
}

export const useJobs = create<JobsStore>(() => ({ jobs: [] }));

export function isActive({ state }: Job | ModelTask): boolean {
  return state === 'running' || state === 'queued';
}

export function canResume(job: Job): boolean {
  return job.state === 'cancelled' || job.state === 'interrupted' || job.state === 'failed';
}

/** Part done, 0..1; null while the amount of work is not known. */
export function progressOf({ state, done, total }: Job | ModelTask): number | null {
  if (state === 'done') return 1;
  if (total === null || total <= 0) return null;
  return Math.min(1, Math.max(0, done / total));
}

/**
 * Work that goes on for hours is not to be pushed out of sight by what ended meanwhile, nor what a person asked for by what
 * follows each import by itself: of that the latest says all.
 */
export function activeFirst(jobs: readonly Job[]): Job[] {
  const ended = jobs.filter((job) => !isActive(job));
  const latest = ended.find(isWellEndedScan);
  return [...jobs.filter(isActive), ...ended.filter((job) => job === latest || !isWellEndedScan(job))];
}

function isWellEndedScan({ kind, state }: Job): boolean {
  return kind === 'duplicates' && state === 'done';
}

/** Seconds to wait; null while they cannot be told. Listings go by much faster than the images after them, so their pace says nothing. */
export function timeLeft(job: Job): number | null {
  return job.phase === 'texts' ? null : job.secondsLeft;
}

export function watchJobs(onEnd: (job: Job) => void): void {
  engine().on('jobs.changed', (changed) => {
    const before = useJobs.getState().jobs;
    useJobs.setState({ jobs: mergeJobs(before, changed) });
    for (const job of changed) {
      const previous = before.find((known) => known.id === job.id);
      if (previous !== undefined && isActive(previous) && !isActive(job)) onEnd(job);
    }
  });
  void refreshJobs();
}

export async function refreshJobs(): Promise<void> {
  const jobs = await ask('jobs.list', {}).catch(() => null);
  if (jobs !== null) useJobs.setState({ jobs });
}

/** The job at work that `matches`, if there is one. */
export function useActiveJob(matches: (job: Job) => boolean): Job | undefined {
  return useJobs((state) => state.jobs.find((job) => isActive(job) && matches(job)));
}

/** Calls `act` when a job that was at work has ended. */
export function useOnJobEnd(job: Job | undefined, act: () => void): void {
  const id = job?.id;
  const before = useRef(id);
  useEffect(() => {
    if (before.current !== undefined && before.current !== id) act();
    before.current = id;
  }, [id, act]);
}

/** The job that fits the classifiers of all tags. */
export function isLearningTags({ kind, title }: Job): boolean {
  return kind === 'tags' && title === 'learn';
}

/** Resolves with the job as it ended. */
export async function jobEnded(id: number): Promise<Job> {
  const { promise, resolve } = Promise.withResolvers<Job>();
  const look = (): void => {
    const job = useJobs.getState().jobs.find((known) => known.id === id);
    if (job !== undefined && !isActive(job)) resolve(job);
  };
  const stop = useJobs.subscribe(look);
  try {
    // Its end may have been told before anybody listened.
    useJobs.setState({ jobs: mergeJobs(useJobs.getState().jobs, [await ask('jobs.get', { id })]) });
    return await promise;
  } finally {
    stop();
  }
}

/** The event names only the recent ones: older ones that are known already stay. Newest first. */
export function mergeJobs(known: readonly Job[], changed: readonly Job[]): Job[] {
  const byId = new Map([...known, ...changed].map((job) => [job.id, job]));
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

export async function cancelJob(id: number): Promise<void> {
  const job = await command('jobs.cancel', { id });
  useJobs.setState((state) => ({ jobs: mergeJobs(state.jobs, [job]) }));
}

export async function resumeJob(id: number): Promise<void> {
  const job = await command('jobs.resume', { id });
  useJobs.setState((state) => ({ jobs: mergeJobs(state.jobs, [job]) }));
}
