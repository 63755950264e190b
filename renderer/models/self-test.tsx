/** What the test of a model found, check by check. */
import type { SelfTest } from '@contract';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './self-test.module.css';

export function SelfTestResult({ test }: { test: SelfTest }) {
  const { t } = useTranslation();
  return (
    <section className={classes.test} data-passed={test.passed} aria-label={t('models.test.title')}>
      <p className={classes.title}>{t(test.passed ? 'models.test.passed' : 'models.test.failed')}</p>
      <ul className={classes.checks}>
        {test.checks.map((check) => (
          <li key={check.name} data-passed={check.passed}>
            {check.passed ? (
              <IconCheck size={15} stroke={2.4} aria-label={t('models.test.good')} />
            ) : (
              <IconX size={15} stroke={2.4} aria-label={t('models.test.bad')} />
            )}
            <span>
              <strong>{t(`models.test.checks.${check.name}`)}</strong>{' '}
              <span>{t(`models.test.findings.${check.why}`, check.values)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
