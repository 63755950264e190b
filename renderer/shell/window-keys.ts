/** Keys that work on every page, unless a person is typing, and what is pasted anywhere. */
import { useWindowEvent } from '@mantine/hooks';
import { addDeskFiles, useAnswerDesk } from '../state/answer-desk.ts';
import { askWithFiles, askWithPath } from '../state/images.ts';
import { asImagePath } from '../state/query-language.ts';
import { useActions } from '../ui/actions.ts';
import { isTyping } from '../ui/is-typing.ts';
import { windowActions } from './actions.ts';

export function useWindowKeys(): void {
  useActions(windowActions, undefined);
  useWindowEvent('paste', onPaste);
}

/** A pasted image becomes part of the query wherever it is pasted; a pasted path does outside of text fields. */
function onPaste(event: ClipboardEvent): void {
  const images = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  if (images.length > 0) {
    event.preventDefault();
    if (useAnswerDesk.getState().isOpen) void addDeskFiles(images);
    else void askWithFiles(images);
    return;
  }
  if (isTyping(event.target)) return;
  const path = asImagePath(event.clipboardData?.getData('text/plain') ?? '');
  if (path !== null) void askWithPath(path);
}
