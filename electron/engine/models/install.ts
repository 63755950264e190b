/**
 * A folder becomes an installed model: copied under a temporary name, its checksums and model.json written, tested, and renamed into
 * place. What does not get that far leaves nothing behind, and nothing that is installed is ever written over.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { SelfTest } from '../../contract/models.ts';
import { diskFull } from '../db/storage-error.ts';
import { manifestName } from '../encoders/index.ts';
import { fileIn } from '../files/file-in.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { type freeBytes, requireSpace } from './disk.ts';
import { FileHashes } from './download/hashes.ts';
import type { FolderContents } from './folder/inspect.ts';
import { temporaryFolder } from './places.ts';
import { failedTest, testNames } from './self-test.ts';
import type { TaskHandle } from './task-board.ts';
import { testApart } from './tester/test-apart.ts';

type Checksums = ModelManifest['files'];

/** Where models are installed, and what that takes. */
export interface InstallPlace {
  readonly modelsDir: string;
  readonly threads: number;
  /** Starts the process in which a model is tested; see `TestApartOptions`. */
  readonly startTester: StartSideProcess | undefined;
  readonly free: typeof freeBytes;
  /** Of the model that has this id; undefined when it is not taken. */
  readonly checksums: (id: string) => Promise<Checksums | undefined>;
}

/**
 * Copies and installs; answers the model.json as it is now.
 * @param mayRename whether another id may be given to the model when its own is taken; false when a person chose it or the model says it itself
 * @throws {AppError} `DISK_FULL`, `CONFLICT`, `MODEL_FAILED`, `CANCELLED`
 */
export async function installCopy(
  contents: FolderContents,
  place: InstallPlace,
  task: TaskHandle,
  mayRename: boolean,
): Promise<ModelManifest> {
  const { modelsDir, free } = place;
  const { id } = contents.manifest;
  if (!mayRename && (await place.checksums(id)) !== undefined) throw taken(id);
  await requireSpace(modelsDir, contents.bytes, free);
  const temporary = await temporaryFolder(modelsDir);
  try {
    task.update({ phase: 'copy', unit: 'bytes', done: 0, total: contents.bytes });
    const copied: Record<string, Checksums[string]> = {};
    let done = 0;
    for (const name of contents.files) {
      const onBytes = (bytes: number): void => task.update({ done: done + bytes, current: name });
      const target = path.join(temporary, ...name.split('/'));
      const made = contents.source.madeOf(name);
      copied[name] =
        made === undefined
          ? await copyFile(contents.source.pathOf(name), target, task.signal, onBytes)
          : await writeMade(made, target);
      done += copied[name]?.bytes ?? 0;
    }
    requireSame(contents.manifest.files, copied);
    return await finishInstall(temporary, contents, copied, place, task, mayRename);
  } catch (error) {
    throw diskFull(error) ?? error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Installs a folder where it is, by renaming it; `checksums` of the files that are known already. */
export async function finishInstall(
  folder: string,
  contents: Pick<FolderContents, 'manifest' | 'files' | 'alternatives'>,
  checksums: Checksums,
  place: InstallPlace,
  task: TaskHandle,
  mayRename = false,
): Promise<ModelManifest> {
  // What only explains the model may be edited: it has no checksum.
  const needed = contents.files.filter((name) => !/^(README|LICENSE)/.test(name));
  const id = await freeId(contents.manifest.id, checksums, place, mayRename);
  const files = Object.fromEntries(
    needed.flatMap((name) => (checksums[name] === undefined ? [] : [[name, checksums[name]]])),
  );
  const ways = [contents.manifest, ...contents.alternatives].map((manifest) => ({ ...manifest, id, files }));
  const whole = await firstThatPasses(folder, ways, place, task);
  throwIfCancelled(task.signal);
  task.update({ phase: 'finish', done: testNames.length, current: null });
  await rename(folder, fileIn(place.modelsDir, id)).catch((cause) => {
    throw taken(id, cause);
  });
  return whole;
}

/** Tries the ways to feed a model one after the other; when none passes, the first one's failure is told. */
async function firstThatPasses(
  folder: string,
  ways: readonly ModelManifest[],
  { threads, startTester: start }: InstallPlace,
  task: TaskHandle,
): Promise<ModelManifest> {
  let failure: AppError | undefined;
  for (const manifest of ways) {
    await writeFile(path.join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    task.update({ phase: 'test', unit: 'steps', done: 0, total: testNames.length, current: null });
    const onStep = (done: number, current: string): void => task.update({ done, current });
    const result = await testApart({ folder, manifest }, { threads, start, signal: task.signal, onStep });
    if (result.passed) return manifest;
    failure ??= failedTest(result);
    if (!readsPadding(result)) break;
  }
  throw failure ?? new AppError('INTERNAL', 'There is no way to feed the model.');
}

/** A tower that padding does not move, and that can be run, would give the same vectors whichever way it is padded. */
function readsPadding({ checks }: SelfTest): boolean {
  return checks.some(
    ({ passed, name, why }) => !passed && (why === 'not-run' || name === 'padding' || name === 'batch'),
  );
}

async function freeId(id: string, files: Checksums, { checksums }: InstallPlace, mayRename: boolean): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    const there = await checksums(candidate);
    if (there === undefined) return candidate;
    if (!mayRename || sameFiles(there, files)) throw taken(candidate);
  }
}

/** Whether an installed model has the same weights and tokenizer. */
function sameFiles(there: Checksums, files: Checksums): boolean {
  const needed = Object.entries(there).filter(([name]) => /\.onnx|tokenizer\.json$/.test(name));
  return needed.length > 0 && needed.every(([name, { sha256 }]) => files[name]?.sha256 === sha256);
}

function taken(id: string, cause?: unknown): AppError {
  const message = `A model with the id ${id} is installed already. Remove it first, or add this one under another id.`;
  return new AppError('CONFLICT', message, { details: { why: 'id-taken', modelId: id }, cause });
}

/** A folder that says its checksums must have them. */
function requireSame(expected: Checksums, found: Checksums): void {
  for (const [name, { sha256 }] of Object.entries(expected)) {
    if (found[name]?.sha256 === sha256) continue;
    const message = `${name} is not the file that ${manifestName} describes. Copy the folder again.`;
    throw new AppError('MODEL_DAMAGED', message, { details: { why: 'other-file', path: name } });
  }
}

async function writeMade(content: Buffer, to: string): Promise<Checksums[string]> {
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, content, { flag: 'wx' });
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

async function copyFile(
  from: string,
  to: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Checksums[string]> {
  await mkdir(path.dirname(to), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const target = await open(to, 'wx');
  try {
    for await (const piece of createReadStream(from, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      throwIfCancelled(signal);
      hash.update(piece);
      await target.writeFile(piece);
      bytes += piece.length;
      onBytes(bytes);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Size and checksum of files that lie in `folder`; those in `known`, by their whole path, are not read again. */
export async function checksumsOf(
  folder: string,
  names: readonly string[],
  known: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Checksums> {
  const result: Record<string, Checksums[string]> = {};
  for (const name of names) {
    const file = path.join(folder, ...name.split('/'));
    const sha256 = known.get(file);
    if (sha256 !== undefined) {
      result[name] = { bytes: (await stat(file)).size, sha256 };
      continue;
    }
    const hashes = new FileHashes(null, null);
    result[name] = { bytes: await hashes.updateFrom(file, signal), sha256: hashes.digest().sha256 };
  }
  return result;
}
