/** What stands in place of something that failed: what went wrong, and the way on from there. */
import type { ErrorPayload } from '@contract';
import { Button } from '@mantine/core';
import { IconZoomExclamation } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { EmptyState } from './empty-state.tsx';

interface FailureProps {
  readonly error: ErrorPayload | null;
  readonly icon?: ReactNode;
  /** The kind of the error when left out. */
  readonly title?: string;
  /** What the button is called; "Try again" when left out. */
  readonly action?: string;
  onAction(): void;
}

export function Failure({ error, icon, title, action, onAction }: FailureProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      tone="problem"
      icon={icon ?? <IconZoomExclamation size={28} stroke={1.6} />}
      title={title ?? t(`errors.${error?.code ?? 'INTERNAL'}`)}
      actions={<Button onClick={onAction}>{action ?? t('common.retry')}</Button>}
    >
      {error === null ? null : errorText(error)}
    </EmptyState>
  );
}
