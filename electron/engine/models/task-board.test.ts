/** The list of tasks: how often it tells of itself, how tasks end, and which stay on it. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { ModelTask } from '../../contract/models.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { type NewTask, TaskBoard, type TaskHandle } from './task-board.ts';

function board() {
  const hub = new EventHub();
  const told: ModelTask[][] = [];
  hub.on('models.tasksChanged', (tasks) => told.push(tasks));
  return { tasks: new TaskBoard(hub), told };
}

const start = (id: string): NewTask => ({
  ...{ id, kind: 'add', modelId: id, title: id },
  ...{ phase: 'copy', unit: 'bytes' },
});

it('tells at most ten times a second, and the end at once', async () => {
  const { tasks, told } = board();
  const { result } = tasks.start(start('a'), async (task) => {
    const until = Date.now() + 450;
    for (let done = 0; Date.now() < until; done++) {
      task.update({ done, total: 1_000_000 });
      await pause(1);
    }
  });
  await result;
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(told.length).toBeLessThanOrEqual(7);
  const [last] = told.at(-1) ?? [];
  expect(last).toMatchObject({ state: 'done', ratePerSecond: null });
  expect(told.some(([task]) => (task?.ratePerSecond ?? 0) > 0)).toBe(true);
  // Nothing is guessed from the first seconds.
  expect(told.every(([task]) => task?.secondsLeft === null)).toBe(true);
});

it('ends tasks as their work ends, and lets nobody change them after', async () => {
  const { tasks } = board();
  let handle: TaskHandle | undefined;
  const fail = (error: Error) => async (task: TaskHandle) => {
    handle = task;
    throw error;
  };
  const ended = async (id: string, error: Error, resumable = false): Promise<ModelTask | undefined> => {
    await tasks.start(start(id), fail(error), () => resumable).result.catch(() => {});
    return tasks.get(id);
  };
  expect(await ended('a', new Error('odd'))).toMatchObject({
    state: 'failed',
    error: { code: 'INTERNAL', message: 'odd' },
  });
  expect(await ended('b', new AppError('DISK_FULL', 'full'), true)).toMatchObject({
    state: 'paused',
    error: { code: 'DISK_FULL' },
  });
  expect(await ended('c', new AppError('CANCELLED', ''))).toMatchObject({ state: 'cancelled', error: null });
  handle?.update({ done: 7 });
  expect(tasks.get('c')?.done).toBe(0);
});

it('stops a task and waits for it, and keeps those that are paused and the latest that ended', async () => {
  const { tasks } = board();
  let cleaned = false;
  const work = async ({ signal }: TaskHandle): Promise<void> => {
    await pause(10_000, undefined, { signal }).catch(() => {});
    await pause(5);
    cleaned = true;
    throw new AppError('CANCELLED', '');
  };
  tasks.start(start('slow'), work, () => true).result.catch(() => {});
  expect(() => tasks.start(start('slow'), work)).toThrowError(expect.objectContaining({ code: 'CONFLICT' }));
  await tasks.stop('slow');
  expect([cleaned, tasks.get('slow')?.state]).toEqual([true, 'paused']);
  for (let i = 0; i < 15; i++) await tasks.start(start(`t${i}`), async () => {}).result;
  expect(tasks.list().map(({ id }) => id)).toEqual(['slow', ...Array.from({ length: 10 }, (_, i) => `t${i + 5}`)]);
  tasks.dismiss('slow');
  expect(tasks.get('slow')).toBeUndefined();
});
