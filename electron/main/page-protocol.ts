/**
 * The scheme of the app's own pages. It has nothing to do with `lookalike:`, the scheme of links from other programs: those never
 * reach what is served here.
 */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError, toAppError } from '../contract/errors.ts';
import { type OpenFile, openImage } from '../engine/serving/open-image.ts';
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
  const headers = {
    ...pageHeaders(),
    'Content-Type': file.mime,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  };
  if (file.kind === 'ui') {
    const bytes = await readListed(file.path);
    const length = { 'Content-Length': String(bytes.length) };
    return new Response(headOnly || bytes.length === 0 ? null : bytes, { headers: { ...headers, ...length } });
  }
  const image = await openImage(file.path);
  const length = { 'Content-Length': String(image.stat.size) };
  const body = headOnly ? null : streamOf(image);
  if (body === null) await image.handle.close();
  return new Response(body, { headers: { ...headers, ...imageHeaders, ...length } });
}

/** Files of the UI are small and lie in an archive, which is read best as a whole. */
function readListed(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(file).catch((error: unknown) => {
    throw new AppError('NOT_FOUND', 'The file is not there any more.', { cause: error });
  });
}

/** Photos may be large; the file is closed when it was read, or when nobody wants more of it. */
function streamOf({ handle, stat }: OpenFile): ReadableStream<Uint8Array> {
  return Readable.toWeb(handle.createReadStream({ start: 0, end: stat.size - 1 })) as ReadableStream<Uint8Array>;
}

function refusal(status: number, failure: AppError): Response {
  return Response.json(failure.toPayload(), { status, headers: { ...pageHeaders(), 'Cache-Control': 'no-store' } });
}
