/** Photos on their way into the table of looked-up photos, and where a person is in it. */
import { AppError, type LookupFile, type LookupState, toAppError } from '@contract';
import i18next from 'i18next';
import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { outdate } from './answers.ts';
import { command } from './engine.ts';
import { notifyDone, notifyError } from './notify.tsx';

export interface PhotoToLookUp {
  readonly file: File;
  /** Of a photo in a folder: with the folders on the way to it. */
  readonly name: string;
}

export type LookupView = 'photos' | 'products';

interface LookupsStore {
  /** Photos that are being handed over; null while there are none. */
  readonly coming: { readonly done: number; readonly total: number } | null;
  readonly view: LookupView;
  readonly filter: LookupState | 'all';
  /** The row that keys are for, by `rowKey`. */
  readonly current: string | null;
}

export const useLookups = create<LookupsStore>(() => ({ coming: null, view: 'photos', filter: 'all', current: null }));

const imageName = /\.(?:jpe?g|jpe|jfif|png|webp|avif|gif|tiff?|bmp|dib|heic|heif)$/i;

export function isPhotoFile({ name, type }: File): boolean {
  return type.startsWith('image/') || imageName.test(name);
}

let stopped = false;

/** Stops handing over; what is in the table stays. */
export function stopComing(): void {
  stopped = true;
}

/** Puts photos into the table, one after the other, and shows it. One that cannot be handed over has a row that says why. */
export async function lookUpPhotos(photos: readonly PhotoToLookUp[]): Promise<void> {
  if (photos.length === 0) return;
  navigate('/lookups');
  const before = useLookups.getState().coming;
  if (before !== null) {
    waiting.push(...photos);
    useLookups.setState({ coming: { ...before, total: before.total + photos.length } });
    return;
  }
  stopped = false;
  waiting.push(...photos);
  useLookups.setState({ coming: { done: 0, total: photos.length } });
  let leftOut = 0;
  try {
    for (let photo = waiting.shift(); photo !== undefined && !stopped; photo = waiting.shift()) {
      leftOut += await handOver(photo);
      useLookups.setState(({ coming }) => ({ coming: coming === null ? null : { ...coming, done: coming.done + 1 } }));
    }
  } catch (error) {
    notifyError(error);
  } finally {
    waiting.length = 0;
    useLookups.setState({ coming: null });
    outdate('lookups.');
  }
  if (leftOut > 0) notifyDone(i18next.t('lookups.full'), i18next.t('lookups.fullText', { count: leftOut }));
}

const waiting: PhotoToLookUp[] = [];

/** @returns for how many there was no room @throws what would go wrong with the next one too */
async function handOver({ file, name }: PhotoToLookUp): Promise<number> {
  try {
    const { leftOut } = await platform().lookUpFile(file, name);
    return leftOut;
  } catch (caught) {
    const error = toAppError(caught);
    if (!/^(?:FILE_|IMAGE_|NOT_AN_IMAGE|BAD_REQUEST)/.test(error.code)) throw error;
    const { leftOut } = await command('lookups.add', { files: [{ name, error: refusal(error, name) }] });
    return leftOut;
  }
}

/** What is kept of a failure: enough for the UI to word it. */
function refusal({ code, message, details }: AppError, name: string): NonNullable<LookupFile['error']> {
  const { why } = details ?? {};
  return { code, message, ...(typeof why === 'string' ? { details: { why, name } } : {}) };
}

/** The photos among what is dropped, those in folders too. To be called while the drop is handled: its items are gone afterwards. */
export function photosIn(data: DataTransfer): Promise<PhotoToLookUp[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const files = [...data.files];
  if (!entries.some(({ isDirectory }) => isDirectory)) {
    return Promise.resolve(files.map((file) => ({ file, name: file.name })));
  }
  return Promise.all(entries.map((entry) => photosUnder(entry, true))).then((found) => found.flat());
}

/** @param named a file that was dropped itself is taken whatever it is called, of a folder only what is a photo by its name */
async function photosUnder(entry: FileSystemEntry, named: boolean): Promise<PhotoToLookUp[]> {
  if (entry.isFile) {
    if (!named && (!imageName.test(entry.name) || entry.name.startsWith('.'))) return [];
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  found.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const photos: PhotoToLookUp[] = [];
  for (const each of found) photos.push(...(await photosUnder(each, false)));
  return photos;
}

/** What a folder or several files were chosen with. @throws {AppError} `NOT_FOUND` for a folder without photos */
export function photosOf(files: Iterable<File>): PhotoToLookUp[] {
  const all = [...files];
  const fromFolder = all.some((file) => file.webkitRelativePath !== '');
  const photos = fromFolder ? all.filter((file) => imageName.test(file.name) && !file.name.startsWith('.')) : all;
  if (fromFolder && photos.length === 0) {
    throw new AppError('NOT_FOUND', 'There is no photo in that folder. Choose one that has some.', {
      details: { why: 'no-photos' },
    });
  }
  return photos
    .map((file) => ({ file, name: file.webkitRelativePath || file.name }))
    .sort((a, b) => (fromFolder ? a.name.localeCompare(b.name, undefined, { numeric: true }) : 0));
}
