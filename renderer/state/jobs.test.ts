import type { Job } from '@contract';
import { expect, it, vi } from 'vitest';
import { activeFirst } from './jobs.ts';

vi.mock('./engine.ts', () => ({}));

const job = (id: number, kind: Job['kind'], state: Job['state']) => ({ id, kind, state }) as Job;

it('lists what is at work first, and of what follows imports by itself the latest', () => {
  const jobs = [
    job(7, 'duplicates', 'done'),
    job(6, 'import', 'done'),
    job(5, 'duplicates', 'done'),
    job(4, 'duplicates', 'failed'),
    job(3, 'fetch', 'running'),
    job(2, 'duplicates', 'done'),
    job(1, 'import', 'done'),
  ];
  expect(activeFirst(jobs).map(({ id }) => id)).toEqual([3, 7, 6, 4, 1]);
});
