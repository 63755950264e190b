/** Names of tag groups. Common ones are translated; others are shown as the catalog writes them. */
import { useTranslation } from 'react-i18next';

const known = [
  'brand',
  'category',
  'collection',
  'color',
  'colour',
  'department',
  'gender',
  'material',
  'pattern',
  'season',
  'size',
  'style',
  'subcategory',
  'tag',
  'tags',
  'type',
  'usage',
  'vendor',
] as const;

export function useGroupName(): (group: string) => string {
  const { t } = useTranslation();
  return (group) => {
    const name = known.find((candidate) => candidate === group.trim().toLowerCase());
    if (name !== undefined) return t(`groups.${name}`);
    return group === '' ? t('groups.tags') : group.charAt(0).toLocaleUpperCase() + group.slice(1).replaceAll('_', ' ');
  };
}

export function isColourGroup(group: string): boolean {
  return /^(colou?rs?|颜色|色)$/i.test(group.trim());
}
