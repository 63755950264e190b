/**
 * Which files a host hands to its page, whatever the page asks for: the built UI, and images that the library imported or made itself.
 * The loopback host and the desktop shell serve by this one rule.
 */
import { AppError } from '../../contract/errors.ts';
import type { Client } from '../../contract/rpc/client.ts';
import { createUiFiles, type UiFile } from './ui-files.ts';

/** `ui`: the app's own files, which hold nothing of the person's; `image`: everything of theirs. */
export type ServedKind = 'ui' | 'image';

export interface ServedFile extends UiFile {
  readonly kind: ServedKind;
}

export interface ServedFiles {
  /** `path` is that of the URL, as it was sent: starting with a slash, not decoded, without query. */
  kindOf(path: string): ServedKind | undefined;
  /** @throws {AppError} `NOT_FOUND`, and what else `catalog.file` says */
  find(path: string): Promise<ServedFile>;
}

const imagePath = /^\/(?:(?:thumb|query|reference)\/[0-9a-f]{64}|original\/\d{1,15})$/;

/** @param uiDir folder of the built UI */
export function createServedFiles(uiDir: string, client: Pick<Client, 'call'>): ServedFiles {
  const findUi = createUiFiles(uiDir);
  return {
    kindOf(path) {
      if (imagePath.test(path)) return 'image';
      return findUi(path) === undefined ? undefined : 'ui';
    },
    async find(path) {
      if (imagePath.test(path)) return { kind: 'image', ...(await findImage(client, path.slice(1))) };
      const file = findUi(path);
      if (file === undefined) throw new AppError('NOT_FOUND', 'There is nothing here.');
      return { kind: 'ui', ...file };
    },
  };
}

async function findImage(client: Pick<Client, 'call'>, url: string): Promise<UiFile> {
  const file = await client.call('catalog.file', { url });
  if (!file.mime.startsWith('image/')) throw new AppError('NOT_FOUND', 'This is not a picture.');
  return file;
}
