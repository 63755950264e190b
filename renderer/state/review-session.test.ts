/** A review against an engine that takes its time, and sometimes refuses. */
import { AppError, type Operation } from '@contract';
import { beforeEach, expect, it, vi } from 'vitest';

const command = vi.fn(async (..._: unknown[]) => ({}));
vi.mock('./engine.ts', () => ({ command: (...call: unknown[]) => command(...call) }));
const told: unknown[] = [];
vi.mock('./notify.tsx', () => ({
  notifyError: (error: unknown) => told.push(error),
  hideNotification: () => undefined,
  noticeOf: () => '',
}));

const { ReviewSession } = await import('./review-session.ts');

class Letters extends ReviewSession<string, 'yes' | 'no', { total: number }> {
  left = ['a', 'b', 'c', 'd'];

  keyOf(letter: string): string {
    return letter.toLowerCase();
  }

  protected async fetch() {
    return { items: this.left, head: { total: this.left.length } };
  }
}

const operation = (id: number): Operation => ({ id }) as Operation;
let session: Letters;

const shown = (): string =>
  session.state.items
    .map((item) => `${item}${session.state.at === session.keyOf(item) ? '*' : ''}${session.isDone(item) ? '.' : ''}`)
    .join(' ');

const say = (
  outcome: 'yes' | 'no' | null,
  answer?: Promise<Operation | null>,
  change?: (item: string) => string,
): void =>
  session.say({
    keys: [session.state.at ?? ''],
    outcome,
    operation: answer,
    ...(change === undefined ? {} : { change }),
  });

beforeEach(async () => {
  session = new Letters();
  told.length = 0;
  command.mockClear();
  await session.load();
});

it('goes on at once, passes over what is done, and ends with nothing', () => {
  expect(shown()).toBe('a* b c d');
  session.go(1);
  say('yes', new Promise(() => undefined));
  say('no');
  expect(shown()).toBe('a b. c. d*');
  say('no');
  expect(shown()).toBe('a* b. c. d.');
  say('yes');
  expect(session.state.at).toBeNull();
  session.go(-1);
  expect(session.current).toBe('d');
});

it('stays while something is left to say', () => {
  say(null, undefined, (item) => item.toUpperCase());
  expect(shown()).toBe('A* b c d');
  session.undo();
  expect(session.state.steps).toEqual([]);
});

it('keeps what was decided in its place, and the item on screen when it is told to', async () => {
  say('yes');
  session.left = ['c', 'd', 'e'];
  await session.load(true);
  expect(shown()).toBe('a. b* c d e');
  await session.load();
  expect(shown()).toBe('a. c* d e');
});

it('brings an item back with the reason when the engine refuses', async () => {
  const refusal = new AppError('CONFLICT', 'no');
  say('yes', Promise.reject(refusal), () => 'A');
  say('yes');
  expect(shown()).toBe('A. b. c* d');
  await vi.waitFor(() => expect(shown()).toBe('a* b. c d'));
  expect(told).toEqual([refusal]);
  expect(session.state.steps).toHaveLength(1);
});

it('takes a step back only once the engine has taken it in, one after the other', async () => {
  const slow = Promise.withResolvers<Operation>();
  say('yes', Promise.resolve(operation(1)));
  say('yes', slow.promise);
  session.undo();
  session.undo();
  expect(shown()).toBe('a. b. c* d');
  slow.resolve(operation(2));
  await vi.waitFor(() => expect(shown()).toBe('a* b c d'));
  expect(command.mock.calls).toEqual([
    ['operations.undo', { id: 2 }],
    ['operations.undo', { id: 1 }],
  ]);
});

it('follows an operation that was taken back elsewhere', async () => {
  say('yes', Promise.resolve(operation(1)));
  say('yes', Promise.resolve(operation(2)));
  await session.takenBack(operation(1));
  expect(shown()).toBe('a* b. c d');
  expect(session.state.steps).toHaveLength(1);
  expect(command).not.toHaveBeenCalled();
});
