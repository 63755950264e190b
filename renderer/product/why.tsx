/** Why a product is among the results: what each component gave, and the words that matched. */
import type { Band, Explanation } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { ComponentBar, ComponentDot } from '../ui/component-bar.tsx';
import { highlight } from '../ui/highlight.ts';
import { MatchBand } from '../ui/match-band.tsx';
import shared from './product.module.css';
import classes from './why.module.css';

export function Why({ why, band }: { why: Explanation; band: Band | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const components = why.components.filter((component) => component.share > 0);
  const fields = [...new Set(why.matches.map((match) => match.field))];
  return (
    <section className={classes.why} aria-label={t('why.title')}>
      <div className={classes.whyHead}>
        <h3 className={shared.heading}>{t('why.title')}</h3>
        {band === null ? null : <MatchBand band={band} />}
      </div>
      <ComponentBar parts={components} />
      <ul className={classes.legend}>
        {components.map((component) => (
          <li key={component.name} title={t(`why.hint.${component.name}`)}>
            <ComponentDot name={component.name} />
            <span className={shared.legendName}>{t(`why.component.${component.name}`)}</span>
            <span className={classes.legendShare}>{format.percent(component.share)}</span>
            <span className={classes.legendValue}>{format.decimal(component.value, 3)}</span>
          </li>
        ))}
      </ul>
      {why.named === null ? null : (
        <p className={classes.whyNote}>
          {why.named === 1 ? t('why.said') : t('why.named', { percent: format.estimate(why.named) })}
        </p>
      )}
      {why.textTells ? null : <p className={classes.whyNote}>{t('why.silent')}</p>}
      {why.without.length === 0 ? null : (
        <p className={classes.whyNote}>{t('why.without', { words: why.without.join(', ') })}</p>
      )}
      {why.matches.length === 0 ? null : (
        <dl className={shared.matches} aria-label={t('why.words')}>
          {fields.map((field) => (
            <div key={field}>
              <dt>{t(`why.field.${field}`)}</dt>
              {why.matches
                .filter((match) => match.field === field)
                .map((match) => (
                  <dd key={match.text}>
                    {highlight(match.text, match.ranges).map((piece) =>
                      piece.marked ? (
                        <mark key={piece.start}>{piece.text}</mark>
                      ) : (
                        <span key={piece.start}>{piece.text}</span>
                      ),
                    )}
                  </dd>
                ))}
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
