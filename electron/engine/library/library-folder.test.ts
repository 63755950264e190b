/** A library under another name, copied, moved and taken away, with everything else left alone. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;
let table: string;

beforeEach(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  table = await place.catalog('mugs', 10);
  const { jobId } = await session.call('ingest.start', { path: table });
  await session.ended(jobId);
  await session.idle();
});
afterEach(async () => {
  await session.engine.close();
  await place.remove();
});

const products = async (): Promise<number> => (await session.call('search.run', {})).total;

it('is renamed where it is, also in the list of recent ones', async () => {
  const info = await session.call('library.rename', { name: '  Winter mugs ' });
  expect(info).toMatchObject({ name: 'Winter mugs', dir: place.library });
  expect((await session.call('library.recent', {}))[0]).toMatchObject({ name: 'Winter mugs', current: true });
});

it('is copied with all that was decided, and both go on by themselves', async () => {
  await session.call('tags.create', { group: 'use', name: 'gift' });
  const copy = await session.call('library.duplicate', { name: 'Try out' });
  expect(copy.name).toBe('Try out');
  expect(copy.dir).not.toBe(place.library);
  expect(await products()).toBe(10);
  const groups = async () => (await session.call('tags.vocabulary', {})).map(({ group }) => group);
  expect(await groups()).toContain('use');
  await session.call('tags.create', { group: 'only here', name: 'x' });
  await session.call('library.open', { dir: place.library });
  expect(await groups()).not.toContain('only here');
  expect(await products()).toBe(10);
});

it('moves, but not onto something that is there, nor into itself', async () => {
  const parent = path.join(place.root, 'elsewhere');
  await mkdir(path.join(parent, 'library'), { recursive: true });
  await writeFile(path.join(parent, 'library', 'notes.txt'), 'mine');
  await expect(session.call('library.move', { parent })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(session.call('library.move', { parent: place.library })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect((await session.call('library.info', {})).dir).toBe(place.library);
  expect(await products()).toBe(10);

  const moved = await session.call('library.move', { parent: path.join(place.root, 'new') });
  expect(moved.dir).toBe(path.join(place.root, 'new', 'library'));
  expect(existsSync(place.library)).toBe(false);
  expect(await products()).toBe(10);
  const recent = await session.call('library.recent', {});
  expect(recent.map(({ dir }) => dir)).toEqual([moved.dir]);
});

it('is taken away without touching photos, tables or anything else in its folder', async () => {
  const note = path.join(place.library, 'my notes.txt');
  await writeFile(note, 'mine');
  expect(await session.call('library.delete', {})).toEqual([]);
  expect(await readFile(note, 'utf8')).toBe('mine');
  expect(existsSync(path.join(place.library, 'library.sqlite'))).toBe(false);
  expect(existsSync(path.join(place.library, 'thumbs'))).toBe(false);
  expect(existsSync(table)).toBe(true);
  await expect(session.call('library.info', {})).rejects.toMatchObject({ code: 'NO_LIBRARY' });
});
