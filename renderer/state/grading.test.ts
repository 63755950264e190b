/** Grades beside answers that arrive late, against an engine that answers when the test says so, over the real connection and RPC core. */
import {
  AppError,
  createConnection,
  createMemoryPair,
  EventHub,
  type Grade,
  type Handlers,
  type MethodResult,
  serve,
} from '@contract';
import { beforeEach, expect, it, vi } from 'vitest';

type Judgements = MethodResult<'labels.judgements'>;

/** Answers that are still owed to questions for grades, in the order they were asked in. */
const reading: ((grades: Record<number, Grade>) => void)[] = [];
let refusal: AppError | null = null;

const handlers = {
  'labels.judgements': () =>
    new Promise<Judgements>((resolve) => {
      reading.push((grades) =>
        resolve(
          Object.entries(grades).map(([id, grade]) => {
            return { queryId: 1, productId: Number(id), grade, judge: 'me', note: '', at: '' };
          }),
        ),
      );
    }),
  'labels.rank': async () => ({ queryId: 1, graded: 2, hits: [], facets: [], priceRange: null, tookMs: 1 }),
  'labels.grade': async () => {
    if (refusal !== null) throw refusal;
    return { queryId: 1, judgement: null };
  },
} as unknown as Handlers;

vi.mock('../platform/index.ts', () => ({
  platform: () => ({
    connect: () =>
      createConnection(async () => {
        const [near, far] = createMemoryPair();
        serve(far, handlers, new EventHub());
        return near;
      }),
    onEngineState: () => () => undefined,
  }),
}));
vi.mock('./notify.tsx', () => ({ notifyError: () => undefined }));

const { startEngineConnection } = await import('./engine.ts');
const { gradeResult, rankWhatIsLeft, refreshGrades, useGrading, watchGrading } = await import('./grading.ts');
const { useResults } = await import('./results.ts');
const { clearQuery, commitText } = await import('./query.ts');

startEngineConnection();

beforeEach(() => {
  reading.length = 0;
  refusal = null;
  useGrading.setState({ on: true, grades: new Map(), rankedBy: null, moves: new Map(), busy: false });
  askFor('red');
});

function askFor(text: string): void {
  clearQuery();
  commitText([{ text, sign: 1, weight: 1 }]);
}

function shown(): Record<number, Grade> {
  return Object.fromEntries(useGrading.getState().grades);
}

async function beginReading(): Promise<{ answer(grades: Record<number, Grade>): Promise<void> }> {
  const before = reading.length;
  const done = refreshGrades();
  await vi.waitFor(() => expect(reading.length).toBe(before + 1));
  return {
    answer: async (grades) => {
      reading[before]?.(grades);
      await done;
    },
  };
}

it('keeps what is graded while the earlier grades are being read', async () => {
  const read = await beginReading();
  await gradeResult(1, 3);
  await gradeResult(2, 0);
  await read.answer({ 2: 2, 9: 1 });
  expect(shown()).toEqual({ 1: 3, 2: 0, 9: 1 });
});

it('keeps a grade taken back while the earlier grades are being read', async () => {
  const read = await beginReading();
  await gradeResult(9, null);
  await read.answer({ 9: 1, 4: 2 });
  expect(shown()).toEqual({ 4: 2 });
});

it('believes the engine in what was graded before it was asked', async () => {
  await gradeResult(1, 3);
  const read = await beginReading();
  await read.answer({ 1: 2 });
  expect(shown()).toEqual({ 1: 2 });
});

it('does not carry a grade over to another question', async () => {
  await gradeResult(1, 3);
  askFor('blue');
  const read = await beginReading();
  askFor('red');
  await gradeResult(2, 1);
  askFor('blue');
  await read.answer({ 5: 2 });
  expect(shown()).toEqual({ 5: 2 });
});

it('forgets a grade that is refused while the earlier ones are being read', async () => {
  const read = await beginReading();
  refusal = new AppError('CONFLICT', 'The library is being switched.');
  await gradeResult(1, 3);
  await read.answer({ 1: 2 });
  expect(shown()).toEqual({ 1: 2 });
});

it('takes a grade back that the engine refuses', async () => {
  const read = await beginReading();
  await read.answer({ 1: 2 });
  refusal = new AppError('CONFLICT', 'The library is being switched.');
  await gradeResult(1, 3);
  expect(shown()).toEqual({ 1: 2 });
});

it('ranks by the grades again when the catalog changes below the same question, and not for another one', async () => {
  const head = {
    total: 5,
    meant: 5,
    hidden: 0,
    excluded: 0,
    facets: [],
    priceRange: null,
    corrections: [],
    tookMs: 1,
    readings: [],
    narrowedTo: null,
  };
  const plain = { ...head, mode: 'exact' as const, modelId: 'test' };
  useResults.setState({ head: plain });
  watchGrading();
  await rankWhatIsLeft();
  expect([useGrading.getState().rankedBy, useResults.getState().head?.total]).toEqual([2, 0]);

  useResults.setState({ head: { ...plain, total: 6 } });
  await vi.waitFor(() => expect(useResults.getState().head?.total).toBe(0));
  expect(useGrading.getState().rankedBy).toBe(2);

  useResults.setState(({ question }) => ({ head: plain, question: question + 1 }));
  expect([useGrading.getState().rankedBy, useResults.getState().head?.total]).toEqual([null, 5]);
});
