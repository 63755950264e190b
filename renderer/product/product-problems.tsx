/** What is wrong with a product's files or rows. */
import type { Problem } from '@contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import classes from './product.module.css';

export function ProductProblems({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label={t('nav.problems')}>
      {problems.map((problem) => (
        <li key={problem.id}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            <strong>{t(`errors.${problem.code}`)}</strong> {errorText({ code: problem.code, message: problem.reason })}
          </span>
        </li>
      ))}
    </ul>
  );
}
