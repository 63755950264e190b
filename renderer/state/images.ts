/** Images on their way from the person into the query. */
import type { QueryImage } from '@contract';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { ask } from './engine.ts';
import { notifyError } from './notify.tsx';
import { addPart } from './query.ts';

interface ImagesStore {
  /** Names of the images that are being read. */
  readonly pending: readonly string[];
}

export const useImages = create<ImagesStore>(() => ({ pending: [] }));

export async function addImageFiles(files: Iterable<File>, sign: 1 | -1 = 1): Promise<void> {
  for (const file of files) await addImage(file.name, () => platform().acceptFile(file), sign);
}

/** A path or `file:` URL of this machine. */
export async function addImagePath(path: string): Promise<void> {
  await addImage(path, () => ask('search.addImage', { path }), 1);
}

async function addImage(name: string, accept: () => Promise<QueryImage>, sign: 1 | -1): Promise<void> {
  useImages.setState((state) => ({ pending: [...state.pending, name] }));
  try {
    const image = await accept();
    addPart({ kind: 'image', hash: image.hash, name: image.name }, sign);
  } catch (error) {
    notifyError(error);
  } finally {
    useImages.setState((state) => ({ pending: without(state.pending, name) }));
  }
}

function without(names: readonly string[], name: string): string[] {
  const at = names.indexOf(name);
  return names.filter((_, index) => index !== at);
}
