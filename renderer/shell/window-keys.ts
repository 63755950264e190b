/** Keys that work on every page, unless a person is typing, and what is pasted anywhere. */
import { useWindowEvent } from '@mantine/hooks';
import { addDeskFiles, useAnswerDesk } from '../state/answer-desk.ts';
import { askWithFiles, askWithPath } from '../state/images.ts';
import { lookUpPhotos } from '../state/lookups.ts';
import { asImagePath } from '../state/query-language.ts';
import { isClip } from '../state/read-clip.ts';
import { useActions } from '../ui/actions.ts';
import { isTyping } from '../ui/is-typing.ts';
import { windowActions } from './actions.ts';
import { places } from './places.ts';

export function useWindowKeys(): void {
  useActions(windowActions, undefined);
  useWindowEvent('paste', onPaste);
}

/**
 * A pasted image becomes part of the query wherever it is pasted, and several are looked up in a table; a pasted path does outside of
 * text fields. On the page of that table a single image goes into it too.
 */
function onPaste(event: ClipboardEvent): void {
  const images = [...(event.clipboardData?.files ?? [])].filter((file) => /^(image|video)\//.test(file.type));
  if (images.length > 0) {
    event.preventDefault();
    const inTable = window.location.hash.startsWith(`#${places.lookups.to}`);
    if (useAnswerDesk.getState().isOpen) void addDeskFiles(images);
    else if (images.some(isClip) || (images.length === 1 && !inTable)) void askWithFiles(images);
    else void lookUpPhotos(images.map((file) => ({ file, name: file.name })));
    return;
  }
  if (isTyping(event.target)) return;
  const path = asImagePath(event.clipboardData?.getData('text/plain') ?? '');
  if (path !== null) void askWithPath(path);
}
