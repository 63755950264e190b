/** Why a product is in a set, and which limits there are, in words. */
import type { CampaignLimit, CampaignReason } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../ui/group-name.ts';

export function useWhy(): (reason: CampaignReason) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  return (reason) => {
    switch (reason.kind) {
      case 'tag':
        return `${groupName(reason.group)}: ${reason.name}`;
      case 'said':
        return t('campaigns.why.said', { words: reason.words.join(', ') });
      case 'bought':
        return t('campaigns.why.bought', { count: reason.times });
      case 'seen':
        return t('campaigns.why.seen', { count: reason.times });
      case 'stock':
        return t('campaigns.why.stock', { count: reason.pieces });
      case 'margin':
        return t('campaigns.why.margin', { share: format.percent(reason.share) });
      default:
        return t(`campaigns.why.${reason.kind}`);
    }
  };
}

export function useLimitNames(): (limits: readonly CampaignLimit[]) => string {
  const { t, i18n } = useTranslation();
  return (limits) =>
    new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
      limits.map((limit) => t(`campaigns.limits.${limit}`)),
    );
}
