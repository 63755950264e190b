/** Above the results of a search by one photo: the text on it, each line of which can be searched with. */
import { Button } from '@mantine/core';
import { IconTextRecognition } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { addPart, useQuery } from '../state/query.ts';
import { onlyPhotoOf } from './confirm-photo.ts';
import classes from './look-up-banner.module.css';

/** The largest lines of a label say what it is; the rest is small print. */
const mostShown = 6;

export function TextBanner() {
  const { t } = useTranslation();
  const hash = useQuery(onlyPhotoOf);
  // Reading takes a second or two of the processor: the look-up goes first.
  const lookedUp = useAnswer('search.lookUp', hash === null ? null : { hash }, { fresh: true }).data !== undefined;
  const lines = useAnswer('recognition.onPhoto', hash === null || !lookedUp ? null : { hash }, { fresh: true }).data;
  if (hash === null || lines === undefined) return null;
  const largest = lines
    .map(({ text, quad: [from, , , below] }) => ({ text, height: Math.hypot(below[0] - from[0], below[1] - from[1]) }))
    .filter(({ text }) => /[\p{L}\p{N}]{2}/u.test(text))
    .sort((a, b) => b.height - a.height);
  const shown = [...new Set(largest.map(({ text }) => text))].slice(0, mostShown);
  if (shown.length === 0) return null;
  return (
    <section className={classes.banner} data-known={false} data-kind="text" aria-live="polite">
      <IconTextRecognition size={17} stroke={1.8} aria-hidden />
      <div className={classes.lines}>
        <span>{t('reading.query')}</span>
        {shown.map((text) => (
          <Button
            key={text}
            size="compact-xs"
            variant="default"
            title={t('reading.searchWith', { text })}
            onClick={() => addPart({ kind: 'text', text: text.slice(0, 500) })}
          >
            {text}
          </Button>
        ))}
      </div>
    </section>
  );
}
