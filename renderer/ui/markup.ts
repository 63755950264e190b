/** The little markup of words that explain: `**name**` of a control, `[[K]]` a key. */

export interface MarkedText {
  readonly kind: 'text' | 'name' | 'key';
  readonly text: string;
}

export function readMarkup(source: string): MarkedText[] {
  return source
    .split(/(\*\*.+?\*\*|\[\[.+?\]\])/)
    .filter((piece) => piece !== '')
    .map((piece): MarkedText => {
      if (piece.startsWith('**')) return { kind: 'name', text: piece.slice(2, -2) };
      if (piece.startsWith('[[')) return { kind: 'key', text: piece.slice(2, -2) };
      return { kind: 'text', text: piece };
    });
}

/** As it reads. */
export function plain(source: string): string {
  return readMarkup(source)
    .map(({ text }) => text)
    .join('');
}
