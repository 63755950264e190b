/** What speaks for a tag, in words. */
import type { Reason } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

export function useReasonText(): (reason: Reason) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (reason) => t(`tags.reasons.${reason.kind}`, { value: format.percent(reason.value) });
}
