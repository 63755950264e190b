/**
 * The built UI, listed before it is served. A request is looked up in that list and never joined to a path, so no spelling of `..` can
 * leave the folder; what is reached through a link is not listed.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

export interface UiFile {
  readonly path: string;
  readonly mime: string;
  /** Its name contains a hash of its content. */
  readonly immutable: boolean;
}

const mimes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Finds the file of a url path; lists the folder again when the UI has been built anew. */
export function createUiFiles(dir: string): (url: string) => UiFile | undefined {
  const index = path.join(dir, 'index.html');
  let files: ReadonlyMap<string, UiFile> = new Map();
  let builtAt: number | undefined;
  return (url) => {
    const changedAt = statSync(index, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt !== builtAt) {
      files = listUiFiles(dir);
      builtAt = changedAt;
    }
    return files.get(url);
  };
}

/** Url path -> file for all files below `dir` of a kind that a page needs; `/` is `index.html`. */
function listUiFiles(dir: string): ReadonlyMap<string, UiFile> {
  const root = realpathSync(dir);
  const files = new Map<string, UiFile>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, name);
    const mime = mimes[path.extname(name)];
    if (mime === undefined || realpathSync(file) !== file || !statSync(file).isFile()) continue;
    const url = `/${name.split(path.sep).join('/')}`;
    files.set(url, { path: file, mime, immutable: url.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}
