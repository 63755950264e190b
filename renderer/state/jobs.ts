/** Long work in the engine: what runs now and what ended lately. */
import type { Job } from '@contract';
import { create } from 'zustand';
import { ask, command, engine } from './engine.ts';

interface JobsStore {
  readonly jobs: readonly Job[];
}

export const useJobs = create<JobsStore>(() => ({ jobs: [] }));

export function isActive(job: Job): boolean {
  return job.state === 'running' || job.state === 'queued';
}

export function canResume(job: Job): boolean {
  return job.state === 'cancelled' || job.state === 'interrupted' || job.state === 'failed';
}

/** Part done, 0..1; null while the amount of work is not known. */
export function progressOf(job: Job): number | null {
  if (job.state === 'done') return 1;
  if (job.total === null || job.total <= 0) return null;
  return Math.min(1, Math.max(0, job.done / job.total));
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
