/** A line of words with names of controls and keys in it; see `markup.ts`. */
import { Kbd } from '@mantine/core';
import { capsOf } from './actions.ts';
import { readMarkup } from './markup.ts';

export function RichText({ children }: { children: string }) {
  let at = 0;
  return readMarkup(children).map(({ kind, text }) => {
    const key = `${at++}`;
    if (kind === 'name') return <strong key={key}>{text}</strong>;
    if (kind === 'text') return <span key={key}>{text}</span>;
    return (
      <Kbd key={key} size="xs">
        {capsOf([text]).join('')}
      </Kbd>
    );
  });
}
