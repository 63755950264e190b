/**
 * The scheme of the app's own pages. It has nothing to do with `lookalike:`, the scheme of links from other programs: those never
 * reach what is served here.
 */
import { createReadStream, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError, toAppError } from '../contract/errors.ts';
import { imageHeaders, pageHeaders } from '../engine/serving/page-policy.ts';
import type { ServedFile, ServedFiles } from '../engine/serving/served-files.ts';

export const pageScheme = 'lookalike-app';
export const pageOrigin = `${pageScheme}://app`;
export const pageUrl = `${pageOrigin}/`;

/** What Chromium is told of the scheme before it starts: addresses like those of https, and no rights beyond them. */
export const pagePrivileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true } as const;

/** Whether a URL is one of the app's own. */
export function isOwnUrl(url: string): boolean {
  return URL.canParse(url) && url.startsWith(pageUrl) && new URL(url).host === 'app';
}

export interface PageRequestLike {
  readonly url: string;
  readonly method: string;
}

/** Answers the requests of the page. Nothing is thrown: Electron would turn it into a network error without a reason. */
export function createPageHandler(served: ServedFiles): (request: PageRequestLike) => Promise<Response> {
  return async ({ url, method }) => {
    if (!isOwnUrl(url)) return refusal(404, new AppError('NOT_FOUND', 'There is nothing here.'));
    if (method !== 'GET' && method !== 'HEAD')
      return refusal(405, new AppError('BAD_REQUEST', 'Use GET or HEAD here.'));
    try {
      return await answer(await served.find(new URL(url).pathname), method === 'HEAD');
    } catch (error) {
      const failure = toAppError(error);
      return refusal(failure.code === 'ENGINE_GONE' ? 503 : 404, failure);
    }
  };
}

async function answer(file: ServedFile, headOnly: boolean): Promise<Response> {
  const stat = await statFile(file.path);
  const headers = {
    ...pageHeaders(),
    ...(file.kind === 'image' ? imageHeaders : {}),
    'Content-Type': file.mime,
    'Content-Length': String(stat.size),
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  };
  if (headOnly || stat.size === 0) return new Response(null, { headers });
  return new Response(file.kind === 'ui' ? await readFile(file.path) : streamOf(file.path, stat.size), { headers });
}

async function statFile(file: string): Promise<Stats> {
  const found = await stat(file).catch((error: unknown) => {
    throw new AppError('NOT_FOUND', 'The file is not there any more.', { cause: error });
  });
  if (!found.isFile()) throw new AppError('NOT_FOUND', 'This is not a file.');
  return found;
}

/** Photos may be large; files of the UI are small and lie in an archive, which is read best as a whole. */
function streamOf(file: string, size: number): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(file, { end: size - 1 })) as ReadableStream<Uint8Array>;
}

function refusal(status: number, failure: AppError): Response {
  return Response.json(failure.toPayload(), { status, headers: { ...pageHeaders(), 'Cache-Control': 'no-store' } });
}
