/**
 * What describing a bare folder of photos takes: `npm run bench:describe [-- clothing,luma]`. Prints one line of JSON a
 * set: the share of photos rightly tagged after 0, 50 and 150 actions of a person who answers from the true labels
 * (`describe/person.ts` says what counts as one), and after how many 0.9 is reached. Beside it the same for tagging one
 * photo after the other, where each takes one action.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeSet } from './describe/person.ts';
import { type DescribedSet, describedSets } from './describe/sets.ts';
import { importAndWait, openBenchEngine, quiet } from './support/engine.ts';

const wanted = process.argv[2]?.split(',');
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-describe-'));
try {
  for (const set of describedSets()) {
    if (wanted !== undefined && !wanted.includes(set.name)) continue;
    const figures = await run(set);
    const { photos } = figures;
    const oneByOne = { 0: 0, 50: share(50, photos), 150: share(150, photos), actionsToGoal: Math.ceil(0.9 * photos) };
    console.log(JSON.stringify({ set: set.name, group: set.group, ...figures, oneByOne }));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** Only photos that somebody labelled, under numbers: some sets say in the names of the files what they show. */
async function run({ labels, ...set }: DescribedSet) {
  const place = path.join(dir, `${set.name}-${set.group}`);
  const photos = path.join(place, 'photos');
  mkdirSync(photos, { recursive: true });
  const numbered = new Map(
    [...labels].map(([file, label], at) => [`${10_000 + at}${path.extname(file)}`, { file, label }]),
  );
  for (const [name, { file }] of numbered) cpSync(path.join(set.folder, file), path.join(photos, name));
  const engine = await openBenchEngine(path.join(place, 'library'));
  try {
    await importAndWait(engine, { path: photos, layout: 'photo' });
    await quiet(engine);
    return await describeSet(engine, {
      ...set,
      labels: new Map([...numbered].map(([name, { label }]) => [name, label])),
    });
  } finally {
    await engine.close();
  }
}

function share(actions: number, photos: number): number {
  return Math.round((1000 * Math.min(actions, photos)) / photos) / 1000;
}
