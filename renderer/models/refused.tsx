/** A model folder that cannot be taken: why, and the way to another one. */
import type { ErrorPayload } from '@contract';
import { Button } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import classes from './folder.module.css';

interface RefusedProps {
  readonly error: ErrorPayload;
  readonly children?: ReactNode;
  onOther(): void;
}

export function Refused({ error, children, onOther }: RefusedProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      tone="problem"
      icon={<IconMoodSad size={30} stroke={1.5} />}
      title={t(`errors.${error.code}`)}
      actions={<Button onClick={onOther}>{t('models.folder.other')}</Button>}
    >
      <p className={classes.refusal} role="alert">
        {errorText(error)}
      </p>
      {children}
    </EmptyState>
  );
}
