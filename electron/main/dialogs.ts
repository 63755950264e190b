/** The system's dialogs for choosing a folder or a table. */
import type { Choice } from '../contract/desktop.ts';
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

/** The path that a person chose, null for none. Only macOS has a dialog for folders and files at once; elsewhere a person says which. */
export async function pickPath(
  dialogs: Dialogs,
  texts: Texts,
  choice: Choice,
  platform: NodeJS.Platform,
): Promise<string | null> {
  const title = titleOf(choice, texts);
  const kind = choice === 'import' && platform !== 'darwin' ? await askForKind(dialogs, texts) : choice;
  if (kind === null) return null;
  if (kind === 'table' || kind === 'events') {
    const filters = [
      kind === 'table'
        ? { name: texts.tables, extensions: ['csv', 'tsv', 'tab', 'txt', 'xlsx', 'xlsm', 'xml'] }
        : { name: texts.events, extensions: ['csv', 'tsv', 'tab', 'txt', 'xlsx', 'jsonl', 'ndjson', 'json'] },
      { name: texts.allFiles, extensions: ['*'] },
    ];
    return first(await dialogs.open({ title, message: title, properties: ['openFile'], filters }));
  }
  const properties: OpenOptions['properties'] = kind === 'import' ? ['openFile', 'openDirectory'] : ['openDirectory'];
  return first(await dialogs.open({ title, message: title, properties }));
}

function titleOf(choice: Choice, texts: Texts): string {
  if (choice === 'library') return texts.chooseLibrary;
  if (choice === 'events') return texts.chooseEvents;
  if (choice === 'documents') return texts.chooseDocuments;
  return choice === 'model' ? texts.chooseModel : texts.chooseImport;
}

async function askForKind(dialogs: Dialogs, texts: Texts): Promise<'folder' | 'table' | null> {
  const { response } = await dialogs.ask({
    type: 'question',
    message: texts.importWhat,
    buttons: [texts.importFolder, texts.importTable, texts.cancel],
    defaultId: 0,
    cancelId: 2,
  });
  return (['folder', 'table'] as const)[response] ?? null;
}

function first({ canceled, filePaths }: { canceled: boolean; filePaths: string[] }): string | null {
  return canceled ? null : (filePaths[0] ?? null);
}
