/** Above the results: what was searched for in place of words that no product has, and the way back. */
import { Button } from '@mantine/core';
import { IconTextSpellcheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { setSpelling } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import classes from './correction.module.css';

export function Correction() {
  const { t } = useTranslation();
  const [correction] = useResults((state) => state.head?.corrections) ?? [];
  if (correction === undefined) return null;
  const { from, to } = correction;
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
