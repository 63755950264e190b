/** Makes plain text of what shops write: HTML in descriptions, entities anywhere. In time that grows with the length whatever it holds. */
import { decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';

const inline = new Set(
  'a abbr b bdi bdo cite code data em font i img label mark q s small span strong sub sup time u wbr'.split(' '),
);
const unseen = new Set(['script', 'style', 'template', 'title', 'head']);
/** Blocks with an empty line around them, where there is more than one. */
const paragraphs = new Set('p h1 h2 h3 h4 h5 h6 table ul ol dl blockquote pre section article'.split(' '));

export function looksLikeHtml(text: string): boolean {
  return /<\/?(?:p|br|div|span|ul|ol|li|b|strong|em|i|h[1-6]|table|tr|td|th|tbody|a|img|font|u|dl|dt|dd|hr|center|section|meta|style)[\s/>]/i.test(
    text,
  );
}

/** "&amp;" -> "&" and its like, as long as they end in a semicolon: "?a=1&copy=2" is an address. */
export function withoutEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/**
 * The words of a cell, be it HTML or not, lists and paragraphs as lines. HTML that was written as entities (`&lt;p&gt;`) counts as HTML.
 * The result is plain text, never to be shown as HTML.
 */
export function plainText(cell: string): string {
  if (looksLikeHtml(cell)) return textOfHtml(cell);
  const decoded = withoutEntities(cell);
  return decoded !== cell && looksLikeHtml(decoded) ? textOfHtml(decoded) : tidyLines(decoded);
}

/** The words of `html`: a line for each block and list item, an empty line between paragraphs. */
export function textOfHtml(html: string): string {
  const pieces: string[] = [];
  let lists = 0;
  let hidden = 0;
  let kept = 0;
  const block = (name: string): void => {
    if (name === 'td' || name === 'th') pieces.push('\t');
    else if (!inline.has(name)) pieces.push(paragraphs.has(name) && lists === 0 ? '\v\v' : '\v');
  };
  const parser = new Parser({
    onopentag: (name) => {
      if (unseen.has(name)) hidden++;
      if (name === 'pre') kept++;
      block(name);
      if (name === 'ol' || name === 'ul') lists++;
    },
    onclosetag: (name) => {
      if (unseen.has(name)) hidden--;
      if (name === 'pre') kept--;
      if (name === 'ol' || name === 'ul') lists--;
      if (name !== 'br') block(name);
    },
    oncomment: () => pieces.push(' '),
    ontext: (text) => {
      if (hidden === 0) pieces.push(kept > 0 ? text.replaceAll('\n', '\v') : text);
    },
  });
  parser.end(html);
  return layOut(pieces.join(''));
}

/** "\v" stands for the line ends of blocks; those of the source are blanks. */
function layOut(text: string): string {
  const lines = text
    .replace(/[^\S\v\t]+/g, ' ')
    .replace(/ *\t[ \t]*/g, ' ')
    .split('\v')
    .map((line) => line.trim());
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line !== '' || (lines[index - 1] === '' && kept.length > 0 && kept.at(-1) !== '')) kept.push(line);
  }
  return kept.join('\n').trim();
}

function tidyLines(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * Line ends that an export wrote as "\n", as WooCommerce does; a backslash before it says that a backslash and an n are meant: "C:\\new".
 */
export function withLineEnds(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/(\\+)(r\\n|[nrt])/g, (_, slashes: string, letter: string) => {
    if (slashes.length % 2 === 0) return `\\${letter}`;
    const rest = slashes.length > 1 ? '\\' : '';
    return rest + (letter === 't' ? '\t' : letter === 'r' ? '' : '\n');
  });
}

/** Whether a text that says nothing of its kind has "\n" written for its line ends: more than once or before a capital, and no path. */
export function hasWrittenLineEnds(text: string): boolean {
  if (!text.includes('\\n') || text.includes('\n') || /[a-z]:\\/i.test(text)) return false;
  return /\\n(?:\\n|\s|[\p{Lu}\p{N}<•*-])/u.test(text);
}
