/** How likely a result is what was meant: a word with a meter of three steps. No percentage: none would hold. */
import type { Band } from '@contract';
import { useTranslation } from 'react-i18next';
import classes from './match-band.module.css';

const steps: Readonly<Record<Band, number>> = { 'very-likely': 3, likely: 2, possible: 1, unlikely: 0 };

export function MatchBand({ band }: { band: Band }) {
  const { t } = useTranslation();
  return (
    <span className={classes.band} title={t(`results.bandHints.${band}`)} data-band={band}>
      <span className={classes.meter} aria-hidden>
        {[1, 2, 3].map((step) => (
          <span key={step} data-on={step <= steps[band]} />
        ))}
      </span>
      {t(`results.bands.${band}`)}
    </span>
  );
}
