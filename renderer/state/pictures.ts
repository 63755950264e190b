/** Pictures on their way from the person into the query. */
import type { QueryImage } from '@contract';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { ask } from './engine.ts';
import { notifyError } from './notify.tsx';
import { addPart } from './query.ts';

interface PicturesStore {
  /** Names of the pictures that are being read. */
  readonly pending: readonly string[];
}

export const usePictures = create<PicturesStore>(() => ({ pending: [] }));

export async function addPictureFiles(files: Iterable<File>, sign: 1 | -1 = 1): Promise<void> {
  for (const file of files) await addPicture(file.name, () => platform().acceptFile(file), sign);
}

/** A path or `file:` URL of this machine. */
export async function addPicturePath(path: string): Promise<void> {
  await addPicture(path, () => ask('search.addImage', { path }), 1);
}

async function addPicture(name: string, accept: () => Promise<QueryImage>, sign: 1 | -1): Promise<void> {
  usePictures.setState((state) => ({ pending: [...state.pending, name] }));
  try {
    const picture = await accept();
    addPart({ kind: 'image', hash: picture.hash, name: picture.name }, sign);
  } catch (error) {
    notifyError(error);
  } finally {
    usePictures.setState((state) => ({ pending: without(state.pending, name) }));
  }
}

function without(names: readonly string[], name: string): string[] {
  const at = names.indexOf(name);
  return names.filter((_, index) => index !== at);
}
