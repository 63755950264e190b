/** Above the results: what was searched for in place of words that no product has, and the way back. */
import { Button } from '@mantine/core';
import { IconTextSpellcheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { setSpelling } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import classes from './correction.module.css';

export function Correction() {
  const { t } = useTranslation();
  const corrections = useResults((state) => state.head?.corrections) ?? [];
  if (corrections.length === 0) return null;
  const from = corrections.map((correction) => correction.from).join(', ');
  const to = corrections.map((correction) => correction.to).join(', ');
  return (
    <section className={classes.correction} aria-live="polite" aria-label={t('results.correction')}>
      <IconTextSpellcheck size={17} stroke={1.7} aria-hidden />
      <span>{t('results.corrected', { from, to })}</span>
      <Button size="compact-xs" variant="subtle" onClick={() => setSpelling(false)}>
        {t('results.asTyped', { from })}
      </Button>
    </section>
  );
}
