/** Shown when the page was opened without the address that carries the token. */
import { Code } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';
import classes from './shell.module.css';

export function NoSession() {
  const { t } = useTranslation();
  return (
    <main className={classes.standalone}>
      <EmptyState icon={<IconLock size={28} stroke={1.6} />} title={t('session.title')}>
        <p>{t('session.text')}</p>
        <Code block>npm start</Code>
        <p>{t('session.hint')}</p>
      </EmptyState>
    </main>
  );
}
