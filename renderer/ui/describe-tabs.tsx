/** What is said of products: tags by their photos, the categories of a shop, and what listings lack. */
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
        { to: '/describe/completeness', label: t('describe.tabs.completeness') },
      ]}
    />
  );
}
