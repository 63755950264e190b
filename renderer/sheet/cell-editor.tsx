/** The field that a cell becomes while it is written in. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import classes from './sheet.module.css';

/** `blur`: one clicked elsewhere. */
export type Leave = 'down' | 'right' | 'left' | 'escape' | 'blur';

interface CellEditorProps {
  readonly label: string;
  readonly text: string;
  /** Whether lines can be broken, with Shift. */
  readonly long: boolean;
  onLeave(how: Leave, text: string): void;
}

export function CellEditor({ label, text, long, onLeave }: CellEditorProps) {
  const [draft, setDraft] = useState(text);
  const left = useRef(false);
  const input = useRef<(HTMLInputElement & HTMLTextAreaElement) | null>(null);
  useEffect(() => {
    const element = input.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const leave = (how: Leave): void => {
    if (left.current) return;
    left.current = true;
    onLeave(how, draft);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    // Enter ends the word of an input method first.
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    if (key === 'Escape') leave('escape');
    else if (key === 'Tab') leave(shiftKey ? 'left' : 'right');
    else if (key === 'Enter' && !(long && shiftKey)) leave('down');
    else return;
    event.preventDefault();
  };
  const common = {
    ref: input,
    className: classes.editor,
    'aria-label': label,
    value: draft,
    onKeyDown,
    onBlur: () => leave('blur'),
  };
  return long ? (
    <textarea {...common} data-long rows={6} onChange={(event) => setDraft(event.currentTarget.value)} />
  ) : (
    <input {...common} onChange={(event) => setDraft(event.currentTarget.value)} />
  );
}
