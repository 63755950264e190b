/** Imports that are cancelled, killed, closed or out of room, and models that are prepared beside them: all come to the same end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobContext } from '../jobs/types.ts';
import { StoredVectors } from '../vector/stored.ts';
import { ReadingNote } from './pipeline/reading-note.ts';
import { openTestLibrary, startCrashingReader, stateOf, type TempFolder, tempFolder, testPlace } from './testing.ts';

const place = testPlace();

describe('stopping and going on', () => {
  const count = 70;
  let shared: TempFolder;
  let expected: unknown;

  beforeAll(async () => {
    shared = await tempFolder();
    for (let seed = 0; seed < count; seed++) await shared.picture(`photos/${seed % 5}/p${seed}.jpg`, seed);
    await shared.write('photos/broken.jpg', 'no picture');
    place.encoder.beforeImages = undefined;
    const undisturbed = await openTestLibrary(shared.file('library'), place.encoder);
    await undisturbed.import({ path: shared.file('photos') });
    expected = stateOf(undisturbed);
    await undisturbed.close();
  });
  afterAll(() => shared.remove());
  const images = (): string => shared.file('photos');
  const suspects = (): number =>
    place.library.database.get<{ n: number }>('SELECT count(*) AS n FROM files WHERE failures > 0')?.n ?? 0;

  it('goes on after cancel and doubles nothing', async () => {
    let groups = 0;
    const { jobId } = await place.library.imports.start({ path: images() });
    place.encoder.beforeImages = () => {
      if (++groups === 2) place.library.jobs.cancel(jobId);
    };
    await place.library.jobs.idle();
    expect(place.library.jobs.get(jobId).state).toBe('cancelled');
    expect(place.library.catalog.products.counts().products).toBeLessThan(count);
    place.encoder.beforeImages = undefined;
    place.library.jobs.resume(jobId);
    await place.library.jobs.idle();
    expect(place.library.jobs.get(jobId).state).toBe('done');
    expect(stateOf(place.library)).toEqual(expected);
  });

  it.each([1, 2, 3])('comes to the same end when it is closed in group %i and opened again', async (stopAt) => {
    let groups = 0;
    let closing: Promise<void> | undefined;
    place.encoder.beforeImages = () => {
      if (++groups === stopAt) closing = place.library.close();
    };
    await place.library.imports.start({ path: images() });
    await place.library.jobs.idle();
    await closing;
    const reached = place.encoder.images;
    place.encoder.beforeImages = undefined;
    place.library = await openTestLibrary(place.folder.file('library'), place.encoder);
    expect(place.library.jobs.list()[0]?.state).toBe('interrupted');
    place.library.jobs.resumeInterrupted();
    await place.library.jobs.idle();
    expect(place.library.jobs.list()[0]).toMatchObject({ state: 'done' });
    expect(stateOf(place.library)).toEqual(expected);
    expect(place.encoder.images).toBeLessThanOrEqual(count + reached);
  });

  it('survives being killed at any moment', async () => {
    await place.library.close();
    const runAndKill = async (lineToKillAt: string, afterMs: number): Promise<void> => {
      const args = [path.join(import.meta.dirname, 'kill-child.ts'), place.folder.file('library'), images()];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      for await (const line of createInterface(child.stdout)) {
        if (line !== lineToKillAt) continue;
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
    };
    await runAndKill('started', 5);
    await runAndKill('group', 60);
    await runAndKill('group', 0);
    place.library = await openTestLibrary(place.folder.file('library'), place.encoder);
    expect(suspects()).toBeLessThanOrEqual(16);
    place.library.jobs.resumeInterrupted();
    await place.library.jobs.idle();
    expect(place.library.jobs.list()).toMatchObject([{ state: 'done' }]);
    expect(stateOf(place.library)).toEqual(expected);
    expect(suspects()).toBe(0);
  });

  it('suspects what was in native hands when the process ended, reads it apart, and condemns nothing that can be read', async () => {
    await place.library.import({ path: images() });
    const ids = place.library.database
      .all<{ id: number }>('SELECT id FROM files WHERE failure_code IS NULL ORDER BY id LIMIT 5')
      .map(({ id }) => id);
    for (let ends = 0; ends < 3; ends++) {
      place.library.database.run(`UPDATE files SET content_hash = NULL WHERE id IN (${ids})`);
      place.library.database.run('DELETE FROM pictures');
      await place.library.close();
      const note = new ReadingNote(path.join(place.folder.file('library'), 'reading.bin'));
      for (const id of ids) note.begin(id);
      await place.folder.write('library/thumbs/ab/cd.jpg.0-1.part', 'half');
      await place.folder.write('library/queries/cd.webp.0-1.part', 'half');
      note.close();
      place.library = await openTestLibrary(place.folder.file('library'), place.encoder);
      expect(suspects()).toBe(ids.length);
      const parts = readdirSync(place.folder.file('library'), { recursive: true, encoding: 'utf8' });
      expect(parts.filter((name) => name.endsWith('.part'))).toEqual([]);
    }
    await place.library.close();
    place.library = await openTestLibrary(place.folder.file('library'), place.encoder);
    expect(suspects()).toBe(ids.length);
    await place.library.import({ path: images() });
    expect(suspects()).toBe(0);
    expect(stateOf(place.library)).toEqual(expected);
  });

  it('waits when there is no room, and goes on by itself when there is', async () => {
    const { database } = place.library;
    const told: (string | undefined)[] = [];
    database.writing.onChange(() => told.push(database.writing.reason?.code));
    let groups = 0;
    place.encoder.beforeImages = () => {
      if (++groups === 2) database.exec('PRAGMA max_page_count = 1');
    };
    const importing = place.library.import({ path: images() });
    await expect.poll(() => told[0]).toBe('DISK_FULL');
    expect(place.library.jobs.list()[0]?.state).toBe('running');
    database.exec('PRAGMA max_page_count = 1000000');
    expect(await importing).toMatchObject({ products: count });
    expect([told[0], told.at(-1)]).toEqual(['DISK_FULL', undefined]);
    expect(stateOf(place.library)).toEqual(expected);
  });

  it('fails with DISK_FULL when there is some room each time and never enough, and can be resumed', async () => {
    place.encoder.beforeImages = () => {
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    await expect(place.library.import({ path: images() })).rejects.toMatchObject({ code: 'DISK_FULL' });
    place.encoder.beforeImages = undefined;
    place.library.jobs.resume(place.library.jobs.list()[0]?.id as number);
    await place.library.jobs.idle();
    expect(stateOf(place.library)).toEqual(expected);
  });

  it('catches what is imported while another model is prepared', async () => {
    await place.library.import({ path: images() });
    const { manifest, dimensions } = place.encoder;
    const other = StoredVectors.of(place.library.database, { ...manifest, modelId: 'other', dimensions });
    for (let seed = 500; seed < 505; seed++) await place.folder.picture(`later/${seed}.png`, seed);
    let asked = 0;
    place.encoder.beforeImages = async () => {
      if (asked++ === 0) await place.library.import({ path: place.folder.file('later') });
    };
    const context = { jobId: 1, signal: new AbortController().signal, report: () => undefined };
    await place.library.missingVectors.prepare(other, place.encoder, context);
    expect(other.countPresent('image')).toBe(place.library.vectors.countPresent('image'));
    expect([other.countMissing('image'), other.countMissing('text')]).toEqual([0, 0]);
    expect(asked).toBeGreaterThan(2);
  });

  it('prepares another model in one progress over texts and pictures, also when it goes on', async () => {
    await place.library.import({ path: images() });
    const { manifest, dimensions } = place.encoder;
    const other = StoredVectors.of(place.library.database, { ...manifest, modelId: 'other', dimensions });
    const all = other.countMissing('image') + other.countMissing('text');
    const seen: number[] = [];
    const totals = new Set<number | null>();
    const stop = new AbortController();
    const report: JobContext['report'] = ({ phase, done, total }) => {
      if (done !== undefined) seen.push(done);
      if (total !== undefined) totals.add(total);
      if (phase === 'encode') stop.abort();
    };
    const prepare = (signal: AbortSignal): Promise<unknown> =>
      place.library.missingVectors.prepare(other, place.encoder, { jobId: 1, signal, report });
    await expect(prepare(stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(other.countMissing('text')).toBe(0);
    expect(other.countMissing('image')).toBeGreaterThan(0);
    await prepare(new AbortController().signal);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect({ end: seen.at(-1), totals: [...totals] }).toEqual({ end: all, totals: [all] });
  });

  it('computes vectors that are missing, as after a change of model', async () => {
    await place.library.import({ path: images() });
    place.library.database.run('DELETE FROM embeddings WHERE id % 2 = 0');
    expect(place.library.vectors.countMissing('image')).toBeGreaterThan(10);
    const job = place.library.missingVectors.catchUp();
    await place.library.jobs.idle();
    expect(place.library.jobs.get(job?.id as number)).toMatchObject({ kind: 'index', state: 'done' });
    expect(stateOf(place.library)).toEqual(expected);
    expect(place.library.missingVectors.catchUp()).toBeUndefined();
  });

  it('gives up on an image that is seen to end the process that reads it, until it is to be tried again', async () => {
    await place.library.import({ path: images() });
    const p10 = "FROM files WHERE path LIKE '%/0/p10.jpg'";
    place.library.database.run(`DELETE FROM pictures WHERE content_hash = (SELECT content_hash ${p10})`);
    place.library.database.run(`UPDATE files SET failures = 1, content_hash = NULL WHERE id = (SELECT id ${p10})`);
    await place.library.close();
    place.library = await openTestLibrary(place.folder.file('library'), place.encoder, startCrashingReader);
    expect(await place.library.import({ path: images() })).toMatchObject({ products: count - 1, removed: 1 });
    await place.library.close();
    place.library = await openTestLibrary(place.folder.file('library'), place.encoder);
    const again = await place.library.import({ path: images() });
    expect(again.failed).toContainEqual({
      path: path.join(images(), '0/p10.jpg'),
      code: 'IMAGE_DAMAGED',
      reason: expect.stringContaining('SIGABRT'),
    });
    expect(suspects()).toBe(1);
    const { jobIds } = place.library.imports.tryAgain('IMAGE_DAMAGED');
    await place.library.jobs.idle();
    expect(jobIds.map((id) => place.library.jobs.get(id).state)).toEqual(['done']);
    expect(suspects()).toBe(0);
    expect(stateOf(place.library)).toEqual(expected);
  });

  // The last one, because it changes the images that the others compare with.
  it('reads an image again that was given up, once it changes', async () => {
    await place.library.import({ path: images() });
    const broken = path.join(images(), 'broken.jpg');
    await copyFile(path.join(images(), '0/p10.jpg'), broken);
    expect(await place.library.import({ path: images() })).toMatchObject({ products: count + 1, encoded: 0 });
  });
});
