/** Clips on their way from the person into the query, one after the other. */
import { AppError, type ClipFrame, type QueryClip, toAppError } from '@contract';
import i18next from 'i18next';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { ask } from './engine.ts';
import { notifyDone, notifyError } from './notify.tsx';
import { usePreferences } from './preferences.ts';
import { addPart, setParts } from './query.ts';
import { readClip } from './read-clip.ts';

interface ClipsStore {
  /** The clip that is being read, and how far, 0..1. */
  readonly reading: { readonly name: string; readonly done: number } | null;
}

export const useClips = create<ClipsStore>(() => ({ reading: null }));

let underWay = new AbortController();

export function cancelClip(): void {
  underWay.abort();
}

/** A clip is a question of its own; with `adds` it comes to what is asked already. Of several the first is taken, which is said. */
export async function askWithClips([file, ...others]: readonly File[], adds: boolean): Promise<void> {
  if (file === undefined) return;
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(', ');
    notifyDone(i18next.t('clip.oneOnly'), i18next.t('clip.oneOnlyText', { name: file.name, names }));
  }
  await askWith(file.name, adds, (signal) => fromFile(file, signal));
}

/** A clip of this machine by its path, which its ffmpeg reads. */
export async function askWithClipPath(path: string, adds: boolean): Promise<void> {
  await askWith(path, adds, (signal) => ask('search.addClip', { path }, { signal }));
}

async function askWith(name: string, adds: boolean, read: (signal: AbortSignal) => Promise<QueryClip>): Promise<void> {
  cancelClip();
  const request = new AbortController();
  underWay = request;
  useClips.setState({ reading: { name, done: 0 } });
  try {
    const clip = await read(request.signal);
    if (request.signal.aborted) return;
    usePreferences.getState().setPhotoOpen(true);
    if (adds) addPart({ kind: 'clip', ...clip });
    else setParts([{ kind: 'clip', ...clip, sign: 1, weight: 1 }]);
  } catch (error) {
    notifyError(error);
  } finally {
    if (underWay === request) useClips.setState({ reading: null });
  }
}

/** What the browser cannot play, the machine may: where the file lies here and ffmpeg is installed. */
async function fromFile(file: File, signal: AbortSignal): Promise<QueryClip> {
  try {
    return await inBrowser(file, signal);
  } catch (error) {
    const path = platform().pathOf?.(file);
    if (path === undefined || !(error instanceof AppError) || error.code !== 'CLIP_UNREADABLE') throw error;
    return ask('search.addClip', { path }, { signal }).catch((second) => {
      throw toAppError(second).code === 'CANCELLED' ? second : error;
    });
  }
}

/** Stopping does not wait for a frame that is being handed over. */
function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(new AppError('CANCELLED', 'Reading the clip was cancelled.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Reading takes half of the time or more, handing the frames on the rest. */
const read = 0.7;

async function inBrowser(file: File, signal: AbortSignal): Promise<QueryClip> {
  const { name } = file;
  const progress = (done: number): void => {
    if (!signal.aborted) useClips.setState({ reading: { name, done } });
  };
  const taken = await readClip(file, { signal, progress: (done) => progress(read * done) });
  const frames: ClipFrame[] = [];
  for (const [i, { at, picture }] of taken.entries()) {
    const image = new File([picture], `${name} ${at} s.jpg`, { type: picture.type });
    const { hash, content } = await unlessCancelled(platform().acceptFile(image), signal);
    frames.push({ hash, at, ...(content === undefined ? {} : { region: content }) });
    progress(read + ((1 - read) * (i + 1)) / taken.length);
  }
  return { name, frames };
}
