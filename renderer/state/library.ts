/** The open library and those opened before. */
import { type LibraryInfo, type RecentLibrary, toAppError } from '@contract';
import { create } from 'zustand';
import { ask, command, engine } from './engine.ts';
import { notifyError } from './notify.tsx';

interface LibraryStore {
  /** undefined until the engine has said, null when no library is open. */
  readonly info: LibraryInfo | null | undefined;
  readonly recent: readonly RecentLibrary[];
}

export const useLibrary = create<LibraryStore>(() => ({ info: undefined, recent: [] }));

export function watchLibrary(): void {
  engine().on('library.changed', (info) => {
    const before = useLibrary.getState().info?.dir;
    useLibrary.setState({ info });
    if (info?.dir !== before) void refreshRecent();
  });
  void refreshLibrary();
}

/** Asks anew; the event says the same, but only once the engine has a library to speak of. */
export async function refreshLibrary(): Promise<void> {
  try {
    useLibrary.setState({ info: await ask('library.info', {}) });
  } catch (error) {
    if (toAppError(error).code === 'NO_LIBRARY') useLibrary.setState({ info: null });
  }
  await refreshRecent();
}

export async function refreshRecent(): Promise<void> {
  const recent = await ask('library.recent', {}).catch(() => useLibrary.getState().recent);
  useLibrary.setState({ recent });
}

/** @throws AppError, for example `LIBRARY_LOCKED` */
export async function openLibrary(dir: string): Promise<void> {
  useLibrary.setState({ info: await command('library.open', { dir }) });
  await refreshRecent();
}

/** @throws AppError */
export async function createLibrary(name: string): Promise<void> {
  useLibrary.setState({ info: await command('library.create', { name }) });
  await refreshRecent();
}

export async function forgetLibrary(dir: string): Promise<void> {
  useLibrary.setState({ recent: await command('library.forget', { dir }) });
}

/** Moves the open library to another model; that it has moved is told wherever it was asked for. False when it did not work out; the reason has been shown then. */
export async function switchModel(modelId: string): Promise<boolean> {
  try {
    await command('library.useModel', { modelId });
    await refreshLibrary();
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}
