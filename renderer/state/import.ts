/** The folder or table a person is about to import; null before one is chosen. */
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { notifyError } from './notify.tsx';

interface ImportStore {
  readonly path: string | null;
  /** A folder was dropped, and only the person knows where it lies. */
  readonly asksForFolder: boolean;
  /** Name of the table that is being taken in. */
  readonly taking: string | null;
}

export const useImport = create<ImportStore>(() => ({ path: null, asksForFolder: false, taking: null }));

export function chooseImport(path: string | null): void {
  useImport.setState({ path, asksForFolder: false });
}

/** A folder or table that was dropped. */
export interface Dropped {
  readonly file: File;
  readonly kind: 'folder' | 'table';
}

/** Chooses what was dropped: where it lies if the host knows that, else a copy of a table; a folder has to be asked for. */
export async function chooseDropped({ file, kind }: Dropped): Promise<void> {
  const { pathOf, keepTable } = platform();
  const path = pathOf?.(file);
  if (path !== undefined) return chooseImport(path);
  if (kind === 'folder' || keepTable === undefined) {
    useImport.setState({ path: null, asksForFolder: true });
    return;
  }
  useImport.setState({ path: null, asksForFolder: false, taking: file.name });
  try {
    chooseImport(await keepTable(file));
  } catch (error) {
    notifyError(error);
  } finally {
    useImport.setState({ taking: null });
  }
}
