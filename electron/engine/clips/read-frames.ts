/** The pictures that stand for a film: looked at in small from end to end, then those that tell something in full. */
import { stat } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';
import {
  type FrameSample,
  keyFrames,
  mostClipFrames,
  sampleOf,
  sampleSide,
  sampleTimes,
} from '../../contract/key-frames.ts';
import { findFfmpeg, readerMissing, runFfmpeg, unreadable } from './ffmpeg.ts';

export interface ReadFrame {
  /** Seconds from the beginning. */
  readonly at: number;
  /** A file of its own: JPEG, its longer side `frameSide` pixels at most. */
  readonly jpeg: Buffer;
}

/** [px] */
const frameSide = 1280;
/** [ms] */
const limits = { head: 10_000, samples: 60_000, frame: 20_000 };
/** Of a longer film the beginning is looked at [s]. */
const longest = 600;

/**
 * @param most how many at most @param ffmpeg the program; null where there is none
 * @throws {AppError} `FILE_MISSING`, `CLIP_READER_MISSING` where there is no ffmpeg, `CLIP_UNREADABLE`, `CANCELLED`
 */
export async function readClipFrames(
  file: string,
  { most = mostClipFrames, ffmpeg = findFfmpeg() ?? null }: { most?: number; ffmpeg?: string | null } = {},
  signal?: AbortSignal,
): Promise<ReadFrame[]> {
  await stat(file).catch((cause) => {
    throw new AppError('FILE_MISSING', `${file} is not there.`, {
      details: { why: 'photo-unreadable', name: file },
      cause,
    });
  });
  if (ffmpeg === null) throw readerMissing(file);
  const duration = Math.min(longest, await durationOf(ffmpeg, file, signal));
  const samples = await samplesOf(ffmpeg, file, duration, signal);
  const chosen = keyFrames(samples, most);
  const frames: ReadFrame[] = [];
  for (const { at } of chosen) {
    const jpeg = await frameAt(ffmpeg, file, at, signal);
    if (jpeg !== undefined) frames.push({ at: Math.round(at * 100) / 100, jpeg });
  }
  if (frames.length === 0) throw unreadable(file, 'no picture was found in it');
  return frames;
}

/** [s]; as long as is looked at where the file does not say. */
async function durationOf(ffmpeg: string, file: string, signal?: AbortSignal): Promise<number> {
  // Without an output it tells what the file is, and ends with an error.
  const { stderr } = await runFfmpeg(ffmpeg, file, { output: [], limit: limits.head }, signal);
  if (!/Stream #.*Video:/.test(stderr)) throw unreadable(file, 'no moving picture was found in it');
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):([\d.]+)/.exec(stderr) ?? [];
  return hours === undefined ? longest : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

async function samplesOf(ffmpeg: string, file: string, duration: number, signal?: AbortSignal): Promise<FrameSample[]> {
  const times = sampleTimes(duration);
  const rate = times.length / Math.max(duration, 0.04);
  const { stdout, stderr } = await runFfmpeg(
    ffmpeg,
    file,
    {
      output: [
        ...['-t', String(duration), '-an', '-sn', '-vf', `fps=${rate.toFixed(6)},scale=${sampleSide}:${sampleSide}`],
        ...['-frames:v', String(times.length), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
      ],
      limit: limits.samples,
    },
    signal,
  );
  const size = sampleSide * sampleSide * 3;
  const count = Math.floor(stdout.length / size);
  if (count === 0) throw unreadable(file, lastLine(stderr));
  return Array.from({ length: count }, (_, i) => sampleOf(i / rate, stdout.subarray(i * size, (i + 1) * size), 3));
}

/** Undefined where a film ends sooner than it says. */
async function frameAt(ffmpeg: string, file: string, at: number, signal?: AbortSignal): Promise<Buffer | undefined> {
  const within = `scale='min(${frameSide},iw)':'min(${frameSide},ih)':force_original_aspect_ratio=decrease`;
  const { stdout } = await runFfmpeg(
    ffmpeg,
    file,
    {
      input: ['-ss', at.toFixed(3)],
      output: [
        '-an',
        '-sn',
        '-frames:v',
        '1',
        '-vf',
        within,
        '-q:v',
        '2',
        '-c:v',
        'mjpeg',
        '-f',
        'image2pipe',
        'pipe:1',
      ],
      limit: limits.frame,
    },
    signal,
  );
  return stdout.length === 0 ? undefined : stdout;
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1) ?? 'ffmpeg said nothing';
}
