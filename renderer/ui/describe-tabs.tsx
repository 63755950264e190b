/** The two ways of saying what products are: tags by their photos, and the categories of a shop. */
import { useTranslation } from 'react-i18next';
import { LinkTabs } from './tabs.tsx';

export function DescribeTabs() {
  const { t } = useTranslation();
  return (
    <LinkTabs
      label={t('nav.describe')}
      tabs={[
        { to: '/describe/tags', label: t('describe.tabs.tags') },
        { to: '/describe/categories', label: t('describe.tabs.categories') },
      ]}
    />
  );
}
