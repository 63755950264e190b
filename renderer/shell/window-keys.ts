/** Keys that work on every page, unless a person is typing, and what is pasted anywhere. */
import { useWindowEvent } from '@mantine/hooks';
import { addPictureFiles, addPicturePath } from '../state/pictures.ts';
import { asPicturePath } from '../state/query-language.ts';
import { useActions } from '../ui/actions.ts';
import { isTyping } from '../ui/is-typing.ts';
import { windowActions } from './actions.ts';

export function useWindowKeys(): void {
  useActions(windowActions, undefined);
  useWindowEvent('paste', onPaste);
}

/** A pasted picture becomes part of the query wherever it is pasted; a pasted path does outside of text fields. */
function onPaste(event: ClipboardEvent): void {
  const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  if (pictures.length > 0) {
    event.preventDefault();
    void addPictureFiles(pictures);
    return;
  }
  if (isTyping(event.target)) return;
  const path = asPicturePath(event.clipboardData?.getData('text/plain') ?? '');
  if (path !== null) void addPicturePath(path);
}
