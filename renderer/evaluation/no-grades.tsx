/** What stands in place of everything that needs grades, while there are none. */
import { Button } from '@mantine/core';
import { IconStars } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { EmptyState } from '../ui/empty-state.tsx';
import classes from './evaluation.module.css';

export function NoGrades({ children }: { children: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.panel}>
      <EmptyState
        icon={<IconStars size={30} stroke={1.5} />}
        title={t('learning.noGrades')}
        actions={<Button onClick={() => navigate('/labels')}>{t('learning.toGrading')}</Button>}
      >
        {children}
      </EmptyState>
    </div>
  );
}
