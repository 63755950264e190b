/** Two texts as what they begin and end with alike, cut short, and what differs between. */

export interface Difference {
  readonly start: string;
  readonly before: string;
  readonly after: string;
  readonly end: string;
}

/** Characters kept on either side. */
const around = 40;

/** Of a script that sets spaces between words. */
function isInWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}]/u.test(sign);
}

export function differingPart(before: string, after: string): Difference {
  const [a, b] = [Array.from(before), Array.from(after)];
  const least = Math.min(a.length, b.length);
  let head = 0;
  while (head < least && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < least - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  // Words are shown whole where a part of them differs.
  while (head > 0 && isInWord(a[head - 1])) head--;
  while (tail > 0 && isInWord(a[a.length - tail])) tail--;
  const start = a.slice(0, head);
  const end = tail === 0 ? [] : a.slice(-tail);
  return {
    start: start.length > around ? `…${start.slice(-around).join('')}` : start.join(''),
    before: a.slice(head, a.length - tail).join(''),
    after: b.slice(head, b.length - tail).join(''),
    end: end.length > around ? `${end.slice(0, around).join('')}…` : end.join(''),
  };
}
