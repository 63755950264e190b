/** Images on their way from the person into the query. */
import { isClipName, type QueryImage } from '@contract';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { askWithClipPath, askWithClips } from './clips.ts';
import { ask } from './engine.ts';
import { notifyError } from './notify.tsx';
import { usePreferences } from './preferences.ts';
import { addPart, lookForImage } from './query.ts';
import { isClip } from './read-clip.ts';

interface ImagesStore {
  /** Names of the images that are being read. */
  readonly pending: readonly string[];
}

export const useImages = create<ImagesStore>(() => ({ pending: [] }));

/**
 * Images that come together make one question; with `adds` they come to the one that is asked already. A clip among them
 * is a question of its own, asked after theirs.
 */
export async function askWithFiles(files: Iterable<File>, adds = false): Promise<void> {
  const all = [...files];
  const clips = all.filter(isClip);
  let beside = adds;
  for (const file of all.filter((one) => !isClip(one))) {
    await askWith(file.name, () => platform().acceptFile(file), beside);
    beside = true;
  }
  await askWithClips(clips, adds);
}

/** A path or `file:` URL of this machine. */
export async function askWithPath(path: string, adds = false): Promise<void> {
  if (isClipName(path)) await askWithClipPath(path, adds);
  else await askWith(path, () => ask('search.addImage', { path }), adds);
}

/** A photo of the catalog, to point at a part of it. */
export async function askWithCatalogImage(imageId: number, name: string): Promise<void> {
  usePreferences.getState().setPhotoOpen(true);
  await askWith(name, async () => ({ ...(await ask('search.addCatalogImage', { imageId })), name }), false);
}

async function askWith(name: string, accept: () => Promise<QueryImage>, adds: boolean): Promise<void> {
  useImages.setState((state) => ({ pending: [...state.pending, name] }));
  try {
    const { hash, name: label, content } = await accept();
    const cut = content === undefined ? {} : { region: content, cut: 'bars' as const };
    if (adds) addPart({ kind: 'image', hash, name: label, ...cut });
    else lookForImage({ hash, name: label, ...cut });
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
