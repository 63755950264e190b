/**
 * The shop's own documents: folders that a person brought in, read file by file, renewed when files change. A file that cannot be read costs
 * itself alone and is named with the reason.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DocumentFolder, Passage } from '../../../contract/answers.ts';
import { AppError, throwIfCancelled, toAppError } from '../../../contract/errors.ts';
import type { Job } from '../../../contract/jobs.ts';
import type { Database } from '../../db/database.ts';
import type { ModelEncoder } from '../../encoders/index.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { JobContext } from '../../jobs/types.ts';
import { dot } from '../../numbers/vectors.ts';
import { languageOf } from '../../text/languages/detect.ts';
import { ftsAny } from '../../text/segment.ts';
import type { VectorsPort } from '../../vector/types.ts';
import { DocumentRepo, type NewPassage, type StoredPassage } from './document-repo.ts';
import { isDocumentName, largestFile, passagesOf } from './passages.ts';

/** Grows when files are cut otherwise: what an earlier version read is read anew. */
const version = 1;
const mostFiles = 20_000;
const encodedAtOnce = 32;

export interface DocumentsDependencies {
  readonly database: Database;
  readonly vectors: Pick<VectorsPort, 'embedded' | 'embedding' | 'storeEmbeddings'>;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly jobs: Jobs;
  readonly changed: () => void;
}

interface FoundFile {
  readonly path: string;
  readonly stamp: string;
  readonly bytes: number;
}

export interface FoundPassage extends StoredPassage {
  /** Path of its file from its folder. */
  readonly document: string;
  /** Of its words, 0 where none matched. */
  readonly bm25: number;
  /** Cosine of its vector and that of the question; 0 where there is none. */
  readonly likeness: number;
}

export class Documents {
  readonly #deps: DocumentsDependencies;
  readonly #repo: DocumentRepo;

  constructor(deps: DocumentsDependencies) {
    this.#deps = deps;
    this.#repo = new DocumentRepo(deps.database);
    deps.jobs.register('documents', (_params, context) => this.#read(context), z.object({}));
  }

  /** @throws {AppError} `FOLDER_UNREADABLE` where there is nothing to read */
  async add(place: string): Promise<Job> {
    const own = path.resolve(place);
    const files = await filesIn(own);
    if (files.length === 0) {
      const message = `There is no document in ${own}. Bring Markdown, text, HTML, or a CSV of questions and answers.`;
      throw new AppError('FOLDER_UNREADABLE', message, { details: { why: 'no-documents', path: own } });
    }
    this.#repo.addFolder(own);
    this.#deps.changed();
    return this.renew();
  }

  renew(): Job {
    return this.#deps.jobs.start('documents', 'documents', {}, { afterRunning: true });
  }

  /** @throws {AppError} `NOT_FOUND` */
  remove(folderId: number): void {
    if (!this.#repo.removeFolder(folderId))
      throw new AppError('NOT_FOUND', 'These documents are not in the library any more.');
    this.#deps.changed();
  }

  async list(): Promise<DocumentFolder[]> {
    const counts = this.#repo.counts();
    return Promise.all(
      this.#repo.folders().map(async ({ id, path: folder }) => ({
        id,
        path: folder,
        problem: await stat(folder).then(
          () => null,
          (error: unknown) => toAppError(error).message,
        ),
        documents: this.#repo.documents(id).map((document) => ({
          id: document.id,
          path: document.path,
          passages: counts.get(document.id) ?? 0,
          failure: document.failure,
          readAt: document.readAt,
        })),
      })),
    );
  }

  /** @throws {AppError} `NOT_FOUND` */
  documentOf(passageId: number): { path: string; file: string; passages: Passage[] } {
    const passage = this.#repo.passage(passageId);
    const document = passage === undefined ? undefined : this.#repo.document(passage.documentId);
    if (document === undefined)
      throw new AppError('NOT_FOUND', 'This passage is not there any more: its document was changed. Ask again.');
    const passages = this.#repo
      .passagesOf(document.id)
      .map(({ id, heading, text, line }) => ({ id, heading, text, line }));
    return { path: document.path, file: fileAt(document.folder, document.path), passages };
  }

  get passages(): number {
    return this.#repo.passages().length;
  }

  /**
   * Passages that have any of the words, or mean what is asked, best first by either.
   * @param terms of `queryTerms` @param vector of the question, where there is one
   */
  find(terms: readonly string[], vector: Float32Array | undefined, limit = 40): FoundPassage[] {
    const byWords = terms.length === 0 ? new Map<number, number>() : this.#repo.matching(ftsAny(terms), limit);
    const names = new Map<number, string>();
    return this.#repo
      .passages()
      .map((passage) => {
        const own = vector === undefined ? undefined : this.#deps.vectors.embedding('text', passage.textHash);
        const likeness = own === undefined || vector === undefined ? 0 : dot(own, vector);
        return { ...passage, document: '', bm25: byWords.get(passage.id) ?? 0, likeness };
      })
      .sort((a, b) => b.bm25 - a.bm25 || b.likeness - a.likeness || a.id - b.id)
      .slice(0, limit)
      .map((passage) => {
        const { documentId } = passage;
        const document = names.get(documentId) ?? this.#repo.document(documentId)?.path ?? '';
        names.set(documentId, document);
        return { ...passage, document };
      });
  }

  async #read(context: JobContext): Promise<Record<string, unknown>> {
    const { report, signal } = context;
    let [read, failed, removed] = [0, 0, 0];
    report({ phase: 'scan', done: 0, total: null });
    for (const folder of this.#repo.folders()) {
      // What lies on a disk that is away stays as it was read.
      const files = await filesIn(folder.path).catch(() => undefined);
      if (files === undefined) continue;
      const stored = new Map(this.#repo.documents(folder.id).map((document) => [document.path, document]));
      for (const [at, file] of files.entries()) {
        throwIfCancelled(signal);
        report({ phase: 'read', done: at, total: files.length, current: file.path, failures: failed });
        const before = stored.get(file.path);
        stored.delete(file.path);
        if (isCurrent(before, file)) continue;
        read++;
        if (!(await this.#readFile(folder, file))) failed++;
      }
      removed += stored.size;
      for (const { id } of stored.values()) this.#deps.database.transaction(() => this.#repo.removeDocument(id));
    }
    await this.#encode(context);
    this.#deps.changed();
    return { read, failed, removed, passages: this.passages };
  }

  /** Answers whether it could be read. */
  async #readFile(folder: { readonly id: number; readonly path: string }, file: FoundFile): Promise<boolean> {
    const document = { folderId: folder.id, path: file.path, stamp: file.stamp, version };
    try {
      if (file.bytes > largestFile)
        throw new AppError('FILE_TOO_LARGE', `${file.path} has more than 8 MB. Cut it into smaller files.`);
      const bytes = await readFile(fileAt(folder.path, file.path));
      const passages = passagesOf(path.basename(file.path), bytes).map(withMeaning);
      this.#deps.database.transaction(() => this.#repo.put({ ...document, failure: null }, passages));
      return true;
    } catch (error) {
      const { code, message } = toAppError(error);
      if (/^(?:LIBRARY|DISK)_/.test(code)) throw error;
      this.#deps.database.transaction(() => this.#repo.put({ ...document, failure: message }, []));
      return false;
    }
  }

  /** Without a model, documents are found by their words. */
  async #encode({ report, signal }: JobContext): Promise<void> {
    const { vectors, encoders } = this.#deps;
    const passages = this.#repo.passages();
    const there = vectors.embedded(
      'text',
      passages.map(({ textHash }) => textHash),
    );
    const missing = passages.filter(({ textHash }) => !there.has(textHash));
    if (missing.length === 0) return;
    const encoder = await encoders.active().catch(() => undefined);
    if (encoder === undefined) return;
    for (let at = 0; at < missing.length; at += encodedAtOnce) {
      throwIfCancelled(signal);
      report({ phase: 'encode', done: at, total: missing.length, current: null });
      const part = missing.slice(at, at + encodedAtOnce);
      const encoded = await encoder.encodeTexts(part.map(meaningOf), { signal, priority: 'background' });
      vectors.storeEmbeddings(
        'text',
        part.flatMap(({ textHash }, own) => {
          const vector = encoded[own];
          return vector === undefined ? [] : [{ hash: textHash, vector }];
        }),
      );
    }
  }
}

/** What a passage means is mostly in its heading and its first words: models read no more than a line or two. */
function meaningOf({ heading, text }: Pick<StoredPassage, 'heading' | 'text'>): string {
  return [heading.split(' › ').at(-1) ?? '', text]
    .filter((part) => part !== '')
    .join('. ')
    .slice(0, 300);
}

function withMeaning({ heading, text, line }: { heading: string; text: string; line: number }): NewPassage {
  const textHash = createHash('sha256')
    .update(`passage\n${meaningOf({ heading, text })}`)
    .digest('hex');
  return { heading, text, line, language: languageOf(text, undefined, heading), textHash };
}

function isCurrent(stored: { stamp: string; version: number } | undefined, file: FoundFile): boolean {
  return stored?.stamp === file.stamp && stored.version === version;
}

/** A folder that is a file has itself as its only document. */
function fileAt(folder: string, name: string): string {
  return path.basename(folder) === name && isDocumentName(name) ? folder : path.join(folder, name);
}

/** @throws {AppError} `FOLDER_UNREADABLE` */
async function filesIn(folder: string): Promise<FoundFile[]> {
  try {
    const own = await stat(folder);
    if (own.isFile()) return isDocumentName(path.basename(folder)) ? [found(path.basename(folder), own)] : [];
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && isDocumentName(entry.name))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .filter((name) => !name.split(path.sep).some((part) => part.startsWith('.')))
      .sort()
      .slice(0, mostFiles);
    const all = await Promise.all(
      names.map(async (name) => {
        const file = await stat(path.join(folder, name)).catch(() => undefined);
        return file === undefined ? [] : [found(name, file)];
      }),
    );
    return all.flat();
  } catch (error) {
    const message = `${folder} cannot be read. Check that it is there and that you may open it.`;
    throw new AppError('FOLDER_UNREADABLE', message, { details: { why: 'folder-closed', path: folder }, cause: error });
  }
}

function found(
  name: string,
  { size, mtimeMs, ctimeMs }: { size: number; mtimeMs: number; ctimeMs: number },
): FoundFile {
  return { path: name, stamp: `${size} ${mtimeMs} ${ctimeMs}`, bytes: size };
}
