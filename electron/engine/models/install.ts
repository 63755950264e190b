/**
 * A folder becomes an installed model: copied under a temporary name, its checksums and model.json written, tested, and renamed into
 * place. What does not get that far leaves nothing behind, and nothing that is installed is ever written over.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { manifestName } from '../encoders/index.ts';
import { diskFull } from '../jobs/disk-full.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { type freeBytes, requireSpace } from './disk.ts';
import { FileHashes } from './download/hashes.ts';
import type { FolderContents } from './folder/inspect.ts';
import { temporaryFolder } from './places.ts';
import { failedTest, testNames } from './self-test.ts';
import type { TaskHandle } from './tasks.ts';
import { testApart } from './tester/test-apart.ts';

type Checksums = ModelManifest['files'];

export interface InstallOptions {
  readonly modelsDir: string;
  readonly threads: number;
  /** Starts the process in which a model is tested; see `TestApartOptions`. */
  readonly startTester?: StartSideProcess | undefined;
  readonly free: typeof freeBytes;
  readonly task: TaskHandle;
  /** Says whether an id is taken, with the checksums of the model that has it. */
  readonly installed: (id: string) => Promise<Checksums | undefined>;
  /** Whether another id may be given to the model when its own is taken; false when a person chose it or the model says it itself. */
  readonly mayRename: boolean;
}

/** Copies and installs; answers the model.json as it is now. @throws {AppError} `DISK_FULL`, `CONFLICT`, `MODEL_FAILED`, `CANCELLED` */
export async function installCopy(contents: FolderContents, options: InstallOptions): Promise<ModelManifest> {
  const { modelsDir, task, free } = options;
  if (!options.mayRename) await requireFree(contents.manifest.id, options);
  await requireSpace(modelsDir, contents.bytes, free);
  const temporary = await temporaryFolder(modelsDir);
  try {
    task.update({ phase: 'copy', unit: 'bytes', done: 0, total: contents.bytes });
    const copied: Record<string, Checksums[string]> = {};
    let done = 0;
    for (const name of contents.files) {
      const onBytes = (bytes: number): void => task.update({ done: done + bytes, current: name });
      const target = path.join(temporary, ...name.split('/'));
      copied[name] = await copyFile(contents.source.pathOf(name), target, task.signal, onBytes);
      done += copied[name]?.bytes ?? 0;
    }
    requireSame(contents.manifest.files, copied);
    return await finishInstall(temporary, contents, copied, options);
  } catch (error) {
    throw diskFull(error) ?? error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Installs a folder where it is, by renaming it; `checksums` of the files that are known already. */
export async function finishInstall(
  folder: string,
  { manifest, files }: Pick<FolderContents, 'manifest' | 'files'>,
  checksums: Checksums,
  options: InstallOptions,
): Promise<ModelManifest> {
  const { task, threads, startTester, modelsDir } = options;
  // What only explains the model may be edited: it has no checksum.
  const needed = files.filter((name) => !/^(README|LICENSE)/.test(name));
  const id = await freeId(manifest.id, checksums, options);
  const whole: ModelManifest = {
    ...manifest,
    id,
    files: Object.fromEntries(
      needed.flatMap((name) => (checksums[name] === undefined ? [] : [[name, checksums[name]]])),
    ),
  };
  await writeFile(path.join(folder, manifestName), `${JSON.stringify(whole, null, 2)}\n`);
  task.update({ phase: 'test', unit: 'steps', done: 0, total: testNames.length, current: null });
  const result = await testApart(
    { folder, manifest: whole },
    { threads, start: startTester, signal: task.signal, onStep: (done, current) => task.update({ done, current }) },
  );
  if (!result.passed) throw failedTest(result);
  throwIfCancelled(task.signal);
  task.update({ phase: 'finish', done: testNames.length, current: null });
  await rename(folder, path.join(modelsDir, id)).catch((cause) => {
    throw taken(id, cause);
  });
  return whole;
}

async function requireFree(id: string, { installed }: InstallOptions): Promise<void> {
  if ((await installed(id)) !== undefined) throw taken(id);
}

async function freeId(id: string, checksums: Checksums, options: InstallOptions): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    const there = await options.installed(candidate);
    if (there === undefined) return candidate;
    if (!options.mayRename || sameFiles(there, checksums)) throw taken(candidate);
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

async function copyFile(
  from: string,
  to: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Checksums[string]> {
  await mkdir(path.dirname(to), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const [source, target] = [await open(from, 'r'), await open(to, 'wx')];
  try {
    const buffer = Buffer.alloc(1024 * 1024);
    for (;;) {
      throwIfCancelled(signal);
      const { bytesRead } = await source.read(buffer, 0, buffer.length, bytes);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      for (let at = 0; at < bytesRead; ) at += (await target.write(piece, at, bytesRead - at)).bytesWritten;
      bytes += bytesRead;
      onBytes(bytes);
    }
    await target.sync();
  } finally {
    await Promise.all([source.close(), target.close()]);
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
