/** Bytes to text, in the encodings of iconv-lite. */
import iconv from 'iconv-lite';

export interface TextDecoding {
  write(bytes: Buffer): string;
  end(): string;
}

/** For bytes that come in pieces; a mark of the byte order is left away. */
export function decodingOf(encoding: string): TextDecoding {
  const decoder = iconv.getDecoder(encoding);
  const mend = encoding === 'macintosh' ? withEuro : (text: string): string => text;
  return { write: (bytes) => mend(decoder.write(bytes)), end: () => mend(decoder.end() ?? '') };
}

export function decode(bytes: Buffer, encoding: string): string {
  const decoding = decodingOf(encoding);
  return decoding.write(bytes) + decoding.end();
}

/** Apple put the euro in the place of the currency sign in 1998; iconv-lite has the table from before. */
function withEuro(text: string): string {
  return text.replaceAll('¤', '€');
}
