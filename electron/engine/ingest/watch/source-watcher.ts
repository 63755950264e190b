/**
 * Notices changes in the folders of sources. One watch a folder covers the files in it: 42,000 images in one folder cost one watch, 1 MB
 * and 3 ms. Watching each file as well, as chokidar 5 and the recursive `fs.watch` of Linux do, took 42,000 of the system's watches,
 * 135 to 229 MB and 4 s. What exactly changed is left to the import, which compares everything with what it knows.
 */
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import type { Source } from '../../../contract/library.ts';
import { isImageName } from '../../images/index.ts';

export interface SourceWatcherOptions {
  /** Called once a source has changed and then been quiet for `quietMs`. */
  readonly onQuiet: (sourceId: number) => void;
  readonly quietMs?: number;
  /** Folders watched at most, over all sources. */
  readonly maxFolders?: number;
  readonly log?: (note: string) => void;
}

interface Watched {
  readonly folders: Map<string, FSWatcher>;
  timer: NodeJS.Timeout | undefined;
}

export class SourceWatcher {
  readonly #onQuiet: (sourceId: number) => void;
  readonly #quietMs: number;
  readonly #maxFolders: number;
  readonly #log: (note: string) => void;
  readonly #sources = new Map<number, Watched>();
  #enabled = false;
  #complained = false;

  constructor({ onQuiet, quietMs = 1000, maxFolders = 20_000, log = console.warn }: SourceWatcherOptions) {
    this.#onQuiet = onQuiet;
    this.#quietMs = quietMs;
    this.#maxFolders = maxFolders;
    this.#log = log;
  }

  enable(): void {
    this.#enabled = true;
  }

  /** Watches these folders for the source, and no others from now on. Of a table's own folder only the table and images count. */
  watch(source: Pick<Source, 'id' | 'kind' | 'path'>, folders: ReadonlySet<string>): void {
    if (!this.#enabled) return;
    const watched = this.#sources.get(source.id) ?? { folders: new Map(), timer: undefined };
    this.#sources.set(source.id, watched);
    const wanted = new Set(source.kind === 'table' ? [path.dirname(source.path), ...folders] : folders);
    for (const [folder, watcher] of watched.folders) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watched.folders.delete(folder);
    }
    const table = source.kind === 'table' ? path.basename(source.path) : undefined;
    for (const folder of wanted) {
      if (watched.folders.has(folder)) continue;
      if (!this.#hasRoom() || !this.#add(source.id, watched, folder, table)) return;
    }
  }

  unwatch(sourceId: number): void {
    const watched = this.#sources.get(sourceId);
    if (watched === undefined) return;
    this.#sources.delete(sourceId);
    clearTimeout(watched.timer);
    for (const watcher of watched.folders.values()) watcher.close();
  }

  close(): void {
    this.#enabled = false;
    for (const id of [...this.#sources.keys()]) this.unwatch(id);
  }

  /** Answers false when the system has no watches left. */
  #add(sourceId: number, watched: Watched, folder: string, table: string | undefined): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (concerns(name, table)) this.#touched(sourceId, watched);
      });
      watcher.on('error', () => {
        watcher.close();
        watched.folders.delete(folder);
        this.#touched(sourceId, watched);
      });
      watched.folders.set(folder, watcher);
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOSPC' && code !== 'EMFILE') return true;
      this.#complain(`the system allows no more (${String(code)})`);
      return false;
    }
  }

  #touched(sourceId: number, watched: Watched): void {
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => this.#onQuiet(sourceId), this.#quietMs);
    watched.timer.unref();
  }

  #hasRoom(): boolean {
    const count = this.#sources.values().reduce((sum, { folders }) => sum + folders.size, 0);
    if (count < this.#maxFolders) return true;
    this.#complain(`there are more than ${this.#maxFolders}`);
    return false;
  }

  #complain(reason: string): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#log(
      `Some folders are not watched for changes: ${reason}. Use "look for changes" after changing photos there.`,
    );
  }
}

/** Hidden and temporary files say nothing; folders have no extension to go by, so all other names count in a folder source. */
function concerns(name: string | null, table: string | undefined): boolean {
  if (name === null) return true;
  if (table !== undefined) return name === table || isImageName(name);
  return !name.startsWith('.') && (isImageName(name) || path.extname(name) === '' || !/\.[a-z0-9]{1,5}$/i.test(name));
}
