/** How the host answers: JSON, errors as `{code, message}`, files as streams. */
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError, type ErrorCode, type ErrorPayload, toAppError } from '../contract/errors.ts';
import { type OpenFile, openImage } from '../engine/serving/open-image.ts';
import type { ServedFile } from '../engine/serving/served-files.ts';

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNKNOWN_METHOD: 400,
  NOT_FOUND: 404,
  FILE_MISSING: 404,
  LINK_BROKEN: 404,
  LINK_LOOP: 404,
  CONFLICT: 409,
  NO_LIBRARY: 409,
  FILE_TOO_LARGE: 413,
  FILE_EMPTY: 422,
  FILE_UNREADABLE: 422,
  NOT_AN_IMAGE: 422,
  CLIP_UNREADABLE: 422,
  CLIP_READER_MISSING: 422,
  IMAGE_DAMAGED: 422,
  IMAGE_TOO_LARGE: 422,
  ENGINE_GONE: 503,
  DISK_FULL: 507,
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function sendError(response: ServerResponse, error: unknown, status?: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const payload: ErrorPayload = toAppError(error).toPayload();
  sendJson(response, status ?? statuses[payload.code] ?? 500, payload);
}

export interface FileAnswer extends ServedFile {
  readonly headers?: Record<string, string>;
}

/**
 * Streams a file; answers 304 to a browser that has it already, and only the head to HEAD.
 * @throws {AppError} `NOT_FOUND` when it is not there, or an image is no longer what was found
 */
export async function sendFile(request: IncomingMessage, response: ServerResponse, file: FileAnswer): Promise<void> {
  const { handle, stat } = await (file.kind === 'image' ? openImage(file.path) : openListed(file.path));
  try {
    const etag = `"${stat.size.toString(36)}-${Math.trunc(stat.mtimeMs).toString(36)}"`;
    const headers = {
      'Content-Type': file.mime,
      'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      ETag: etag,
      ...file.headers,
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
    } else if (request.method === 'HEAD') {
      response.writeHead(200, { ...headers, 'Content-Length': stat.size }).end();
    } else {
      response.writeHead(200, { ...headers, 'Content-Length': stat.size });
      await pipeline(
        handle.createReadStream({ autoClose: false, start: 0, end: Math.max(0, stat.size - 1) }),
        response,
      );
    }
  } finally {
    await handle.close();
  }
}

/** A file of the UI, which was listed before. */
async function openListed(file: string): Promise<OpenFile> {
  const handle = await open(file).catch((error: unknown) => {
    throw new AppError('NOT_FOUND', 'The file is not there any more.', { cause: error });
  });
  return { handle, stat: await handle.stat() };
}
