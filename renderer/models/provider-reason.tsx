/** Why a provider is not in use, in plain words; what the provider itself said is there for those who want it. */
import type { ProviderReason } from '@contract';
import { useTranslation } from 'react-i18next';
import classes from './provider-reason.module.css';
import { providerTitles } from './words.ts';

export function ProviderReasonText({ reason, prefix }: { reason: ProviderReason; prefix?: string }) {
  const { t } = useTranslation();
  const { provider, why, cause, technical, values } = reason;
  const parts = [
    prefix,
    t(`compute.reasons.${why}`, { ...values, provider: providerTitles[provider] } as never),
    cause === null ? undefined : t(`compute.causes.${cause}`, values as never),
  ];
  return (
    <div className={classes.reason}>
      <p>{parts.filter((part) => part !== undefined).join(' ')}</p>
      {technical === null || technical === '' ? null : (
        <details>
          <summary>{t('compute.technical')}</summary>
          <code>{technical}</code>
        </details>
      )}
    </div>
  );
}
