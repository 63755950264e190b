/** Takes the text out of product descriptions written as HTML, in time that grows with their length whatever they hold. */
import { Parser } from 'htmlparser2';

const inline = new Set('a b em font i mark small span strong sub sup u'.split(' '));
const unseen = new Set(['script', 'style']);

export function looksLikeHtml(text: string): boolean {
  return /<\/?(?:p|br|div|span|ul|ol|li|b|strong|em|i|h[1-6]|table|tr|td|a|img|font)[\s/>]/i.test(text);
}

/** The words of `html`, a blank where a block ended. The result is plain text, never to be shown as HTML. */
export function textOfHtml(html: string): string {
  const pieces: string[] = [];
  let hidden = 0;
  const parser = new Parser({
    onopentag: (name) => {
      if (unseen.has(name)) hidden++;
      if (!inline.has(name)) pieces.push(' ');
    },
    onclosetag: (name) => {
      if (unseen.has(name)) hidden--;
      if (!inline.has(name)) pieces.push(' ');
    },
    oncomment: () => pieces.push(' '),
    ontext: (text) => {
      if (hidden === 0) pieces.push(text);
    },
  });
  parser.end(html);
  return pieces.join('').replace(/\s+/g, ' ').trim();
}
