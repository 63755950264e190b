/**
 * Reads a clip in the browser: it is gone through in steps, the pictures that tell something are chosen, and those are
 * taken in full. Nothing of the clip leaves the window but these pictures.
 */
import { AppError, type FrameSample, isClipName, keyFrames, sampleOf, sampleSide, sampleTimes } from '@contract';

export interface TakenFrame {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly picture: Blob;
}

export interface ReadClipOptions {
  readonly signal: AbortSignal;
  /** Told how much has been read, 0..1. */
  progress(done: number): void;
}

/** The longer side of a frame [px]. */
const frameSide = 1280;
/** How long the browser may take to open a clip, and to come to a place in it [ms]. */
const waits = { opening: 15_000, seeking: 10_000 };
/** Of a longer clip the beginning is looked at [s]. */
const longest = 600;
/** Frames are taken once all samples are there; so much of the work is behind then. */
const sampled = 0.8;
/** Later than any clip ends, yet a time that browsers take [s]. */
const beyond = 1e7;

/** Whether a file is a clip: by what the browser says it is, or by its name where it says nothing. */
export function isClip({ type, name }: File): boolean {
  return type === '' ? isClipName(name) : type.startsWith('video/');
}

/** @throws {AppError} `CLIP_UNREADABLE` when the browser cannot play it, `CANCELLED` */
export async function readClip(file: File, { signal, progress }: ReadClipOptions): Promise<TakenFrame[]> {
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.playsInline = true;
  try {
    const opened = until(video, 'loadeddata', waits.opening, signal);
    video.src = url;
    await opened;
    if (video.videoWidth === 0) throw undecodable();
    const times = sampleTimes(Math.min(longest, await durationOf(video, signal)));
    const samples: FrameSample[] = [];
    const small = canvasOf(sampleSide, sampleSide);
    for (const [i, at] of times.entries()) {
      await seek(video, at, signal);
      small.drawImage(video, 0, 0, sampleSide, sampleSide);
      samples.push(sampleOf(video.currentTime, small.getImageData(0, 0, sampleSide, sampleSide).data, 4));
      progress((sampled * (i + 1)) / times.length);
    }
    const chosen = keyFrames(samples);
    const scale = Math.min(1, frameSide / Math.max(video.videoWidth, video.videoHeight));
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    const full = canvasOf(width, height);
    const frames: TakenFrame[] = [];
    for (const [i, { at }] of chosen.entries()) {
      await seek(video, at, signal);
      full.drawImage(video, 0, 0, width, height);
      const picture = await full.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
      frames.push({ at: Math.round(at * 100) / 100, picture });
      progress(sampled + ((1 - sampled) * (i + 1)) / chosen.length);
    }
    return frames;
  } catch (error) {
    throw error instanceof Undecodable ? cannotPlay(file) : error;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

class Undecodable extends Error {}
const undecodable = (): Undecodable => new Undecodable('The browser cannot play it.');

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('The browser gives no canvas.');
  return context;
}

/** A recording may not say how long it is until one has been to its end. */
async function durationOf(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  if (!Number.isFinite(video.duration)) {
    await seek(video, beyond, signal);
    if (!Number.isFinite(video.duration)) return video.currentTime;
  }
  return video.duration;
}

async function seek(video: HTMLVideoElement, at: number, signal: AbortSignal): Promise<void> {
  if (video.currentTime === at) return;
  const there = until(video, 'seeked', waits.seeking, signal);
  video.currentTime = at;
  await there;
}

/** @throws what `signal` was aborted with, `Undecodable` at an error and when it takes too long */
function until(
  video: HTMLVideoElement,
  event: 'loadeddata' | 'seeked',
  wait: number,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const over = new AbortController();
  const options = { once: true, signal: over.signal };
  if (signal.aborted) reject(cancelled());
  signal.addEventListener('abort', () => reject(cancelled()), options);
  video.addEventListener(event, () => resolve(), options);
  video.addEventListener('error', () => reject(undecodable()), options);
  const timer = setTimeout(() => reject(undecodable()), wait);
  return promise.finally(() => {
    clearTimeout(timer);
    over.abort();
  });
}

const cancelled = (): AppError => new AppError('CANCELLED', 'Reading the clip was cancelled.');

const forms = [
  ['MP4 (H.264)', 'video/mp4; codecs="avc1.42E01E"'],
  ['MP4 (H.265)', 'video/mp4; codecs="hvc1.1.6.L93.B0"'],
  ['MP4 (AV1)', 'video/mp4; codecs="av01.0.04M.08"'],
  ['WebM (VP8)', 'video/webm; codecs="vp8"'],
  ['WebM (VP9)', 'video/webm; codecs="vp9"'],
] as const;

/** The kinds of clips that this browser plays, by its own word. */
export function playableForms(): string[] {
  const video = document.createElement('video');
  return forms.flatMap(([name, type]) => (video.canPlayType(type) === '' ? [] : [name]));
}

function cannotPlay({ name }: File): AppError {
  const playable = playableForms().join(', ') || '—';
  return new AppError(
    'CLIP_UNREADABLE',
    `${name} cannot be played here: it is damaged, or of a kind that is not built in. What can be: ${playable}. ` +
      'Save the clip as one of these, or drop a picture of one of its frames.',
    { details: { why: 'clip-unplayable', name, forms: playable } },
  );
}
