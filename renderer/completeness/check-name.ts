/** What a check is called: a basic one by its name, a tag group or an attribute by theirs. */
import { basicChecks } from '@contract';
import { useTranslation } from 'react-i18next';
import { useGroupName } from '../ui/group-name.ts';

export function useCheckName(): (check: string) => string {
  const { t } = useTranslation();
  const groupName = useGroupName();
  return (check) => {
    const basic = basicChecks.find((one) => one === check);
    return basic === undefined ? groupName(check.slice(check.indexOf(':') + 1)) : t(`completeness.checks.${basic}`);
  };
}

/** What a kind is called; products without one have a name too. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) => (kind === '' ? t('completeness.noKind') : kind);
}
