/** The system's dialogs for choosing a folder or a table. */
import type { Texts } from './texts.ts';

interface OpenOptions {
  title: string;
  message: string;
  properties: ('openFile' | 'openDirectory')[];
  filters?: { name: string; extensions: string[] }[];
}

interface QuestionOptions {
  type: 'question';
  message: string;
  buttons: string[];
  cancelId: number;
  defaultId: number;
}

/** What is used of Electron's `dialog`, for the window at hand. */
export interface Dialogs {
  open(options: OpenOptions): Promise<{ canceled: boolean; filePaths: string[] }>;
  ask(options: QuestionOptions): Promise<{ response: number }>;
}

/** The path that a person chose, null for none. */
export async function pickLibrary(dialogs: Dialogs, texts: Texts): Promise<string | null> {
  const title = texts.chooseLibrary;
  return first(await dialogs.open({ title, message: title, properties: ['openDirectory'] }));
}

/** A folder or a table. Only macOS has a dialog for either; elsewhere a person says first which of the two it is. */
export async function pickImport(dialogs: Dialogs, texts: Texts, platform: NodeJS.Platform): Promise<string | null> {
  const title = texts.chooseImport;
  const filters = [
    { name: texts.tables, extensions: ['csv', 'tsv', 'tab', 'txt'] },
    { name: texts.allFiles, extensions: ['*'] },
  ];
  if (platform === 'darwin') {
    return first(await dialogs.open({ title, message: title, properties: ['openFile', 'openDirectory'] }));
  }
  const { response } = await dialogs.ask({
    type: 'question',
    message: texts.importWhat,
    buttons: [texts.importFolder, texts.importTable, texts.cancel],
    defaultId: 0,
    cancelId: 2,
  });
  if (response === 0) return first(await dialogs.open({ title, message: title, properties: ['openDirectory'] }));
  if (response === 1) return first(await dialogs.open({ title, message: title, properties: ['openFile'], filters }));
  return null;
}

function first({ canceled, filePaths }: { canceled: boolean; filePaths: string[] }): string | null {
  return canceled ? null : (filePaths[0] ?? null);
}
