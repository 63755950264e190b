/** The next click of a session: YOOCHOOSE (RecSys Challenge 2015), the 100,000 clicks and the day of test that session-rec prepared. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blend, fitBlend } from '../../electron/engine/recommendations/blend.ts';
import { historiesOf, popularity, rowCount } from '../../electron/engine/recommendations/histories.ts';
import { fitItemKnn, markovChain } from '../../electron/engine/recommendations/item-knn.ts';
import { scoreHistory, type Weighted } from '../../electron/engine/recommendations/item-weights.ts';
import { SessionKnn, sessionKnn } from '../../electron/engine/recommendations/session-knn.ts';
import { nextInSession, nextRecency } from '../../electron/engine/recommendations/settings.ts';
import { requireData } from '../support/data.ts';
import { type Case, listsOf, report, type Scorer } from './measure.ts';

const k = 20;
const day = 86_400;

interface Session {
  readonly id: string;
  readonly items: number[];
  readonly times: number[];
}

export async function nextClick(): Promise<unknown> {
  const dir = requireData('rec-yoochoose-100k');
  const ids = new Map<string, number>();
  const train = read(path.join(dir, 'train.tsv'), ids).sort((a, b) => endOf(a) - endOf(b));
  const test = read(path.join(dir, 'test.tsv'), ids);
  const cut = endOf(train.at(-1) as Session) - day;
  // What a blend weighs is told from the last day of training; the day of test is not looked at.
  const heldOut = casesOf(train.filter((session) => endOf(session) >= cut)).filter((_, i) => i % 4 === 0);
  const before = await learnFrom(
    train.filter((session) => endOf(session) < cut),
    ids.size,
  );
  const heldLists = [before.session, before.ordered, before.markov].map((score) =>
    listsOf(heldOut, score, { seenToo: true }),
  );
  const weights = fitBlend(
    heldOut.map(({ right }, i) => ({ right, lists: heldLists.map((list) => list[i] ?? []) })),
    k,
  );
  const began = performance.now();
  const methods = await learnFrom(train, ids.size);
  const seconds = (performance.now() - began) / 1000;
  const cases = casesOf(test);
  const own = {
    popular: listsOf(cases, () => methods.counts, { seenToo: true }),
    markov: listsOf(cases, methods.markov, { seenToo: true }),
    ordered: listsOf(cases, methods.ordered, { seenToo: true }),
    session: listsOf(cases, methods.session, { seenToo: true }),
  };
  const blended = cases.map((_, i) =>
    blend(
      [own.session, own.ordered, own.markov].map((list) => list[i] ?? []),
      weights,
      k,
    ),
  );
  const about = { counts: methods.counts, rows: train.length, candidates: ids.size };
  const all = { ...own, blend: blended };
  const shipped = Object.fromEntries(
    ['vsknn', 'gru4rec', 'ar', 'sr'].map((name) => [name, shippedLists(dir, name, ids)]),
  );
  const part = [...cases.keys()].filter((i) => shipped.vsknn?.has(cases[i]?.key ?? ''));
  const first = part.map((i) => cases[i] as Case);
  return {
    set: 'rec-yoochoose-100k',
    weights: { session: weights[0], ordered: weights[1], markov: weights[2] },
    fittedIn: `${seconds.toFixed(1)} s`,
    events: cases.length,
    methods: Object.fromEntries(Object.entries(all).map(([name, list]) => [name, report(cases, list, k, about)])),
    firstEvents: {
      events: first.length,
      ...Object.fromEntries(
        Object.entries(all).map(([name, lists]) => [
          name,
          report(
            first,
            part.map((i) => lists[i] ?? []),
            k,
            about,
          ),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(shipped).map(([name, lists]) => [
          name,
          report(
            first,
            first.map(({ key = '' }) => lists.get(key) ?? []),
            k,
            about,
          ),
        ]),
      ),
    },
  };
}

async function learnFrom(sessions: readonly Session[], itemCount: number) {
  const histories = historiesOf(
    sessions.map(({ items }) => items),
    itemCount,
  );
  const chain = await fitItemKnn(histories, markovChain);
  const near = await fitItemKnn(histories, nextInSession);
  const knn = new SessionKnn(histories, sessions.map(endOf), sessionKnn);
  const counts = popularity(histories);
  if (rowCount(histories) === 0) throw new Error('There are no sessions.');
  const markov: Scorer = ({ history }) => scoreHistory(chain, Array.from(history).slice(-1));
  const ordered: Scorer = ({ history }) => scoreHistory(near, history, nextRecency);
  const session: Scorer = ({ history, now }) => knn.score(history, now);
  return { counts, markov, ordered, session };
}

function casesOf(sessions: readonly Session[]): Case[] {
  return sessions.flatMap(({ id, items, times }) =>
    items.slice(1).map((next, at) => ({
      key: `${id};${at}`,
      history: items.slice(0, at + 1),
      right: new Set([next]),
      now: times[at] as number,
    })),
  );
}

function endOf({ times }: Session): number {
  return times.at(-1) as number;
}

function read(file: string, ids: Map<string, number>): Session[] {
  const sessions = new Map<string, Session>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [id = '', item = '', time] = line.split('\t');
    const session = sessions.get(id) ?? { id, items: [], times: [] };
    sessions.set(id, session);
    if (!ids.has(item)) ids.set(item, ids.size);
    session.items.push(ids.get(item) as number);
    session.times.push(Number(time));
  }
  return [...sessions.values()];
}

/** The lists that session-rec wrote for some events of the first sessions, by session and place. */
function shippedLists(dir: string, name: string, ids: ReadonlyMap<string, number>): Map<string, Weighted[]> {
  const lines = readFileSync(path.join(dir, `baseline_recs_${name}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return new Map(
    lines.map((line) => {
      const [session, place, list = ''] = line.split(';');
      const items = list.split(',').map((item, rank) => ({ item: ids.get(item) ?? -1, weight: 1 / (rank + 1) }));
      return [`${session};${place}`, items];
    }),
  );
}
