/** The folder or table a person is about to import; null before one is chosen. */
import { create } from 'zustand';

interface ImportStore {
  readonly path: string | null;
}

export const useImport = create<ImportStore>(() => ({ path: null }));

export function chooseImport(path: string | null): void {
  useImport.setState({ path });
}
