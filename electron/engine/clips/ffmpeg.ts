/**
 * Asks ffmpeg, where a person has it on this machine, for pictures of a film. It runs apart, reads the one file and
 * nothing else, and is ended when it takes too long: films come from anywhere.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';

/** Containers that a film of a product may come in. Play lists, which name other files and addresses, are none. */
const containers = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,ogg,asf,flv';
/** What it says of a file is kept to its last characters. */
const keptMessage = 2000;
const mostOutput = 64 * 1024 * 1024;

/** Where it is: named by LOOKALIKE_FFMPEG, or the first on the PATH; undefined where there is none. */
export function findFfmpeg(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.LOOKALIKE_FFMPEG;
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined;
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface FfmpegOutput {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * @param input arguments before the file, such as where to begin @param output arguments after it
 * @param limit how long it may take [ms]
 * @throws {AppError} `CLIP_UNREADABLE` when it takes too long, or cannot be started, `CANCELLED`
 */
export function runFfmpeg(
  program: string,
  file: string,
  { input = [], output, limit }: { input?: readonly string[]; output: readonly string[]; limit: number },
  signal?: AbortSignal,
): Promise<FfmpegOutput> {
  throwIfCancelled(signal);
  const options = ['-hide_banner', '-nostdin', '-protocol_whitelist', 'file', '-format_whitelist', containers];
  const child = spawn(program, [...options, ...input, '-i', `file:${file}`, ...output], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  let stderr = '';
  let late = false;
  const end = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(() => {
    late = true;
    end();
  }, limit);
  signal?.addEventListener('abort', end);
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostOutput) chunks.push(chunk);
    else end();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-keptMessage);
  });
  const { promise, resolve, reject } = Promise.withResolvers<FfmpegOutput>();
  child.on('error', (error) => reject(unreadable(file, `ffmpeg could not be started (${error.message})`, error)));
  child.on('close', (code) => {
    if (signal?.aborted === true) reject(new AppError('CANCELLED', 'It was cancelled.'));
    else if (late) reject(unreadable(file, `ffmpeg took longer than ${Math.round(limit / 1000)} s`));
    else resolve({ code, stdout: Buffer.concat(chunks), stderr });
  });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  });
}

export function unreadable(file: string, why: string, cause?: unknown): AppError {
  return new AppError(
    'CLIP_UNREADABLE',
    `${path.basename(file)} is not a clip that can be read: ${why}. Save it as MP4 or WebM, or take a photo of a frame.`,
    { details: { why: 'clip-unreadable', name: path.basename(file), path: file }, cause },
  );
}

export function readerMissing(file: string): AppError {
  return new AppError(
    'CLIP_READER_MISSING',
    `${path.basename(file)} is a clip, and reading clips here takes ffmpeg, which was not found on this machine. ` +
      'Install it (ffmpeg.org) so that it is on the PATH, or drop the clip on the search page, which reads it itself.',
    { details: { why: 'clip-reader-missing', name: path.basename(file), path: file } },
  );
}
