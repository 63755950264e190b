/** Names of tag groups. Common ones are translated; others are shown as the catalog writes them. */
import { useTranslation } from 'react-i18next';

const known = [
  'audience',
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

/** The groups people narrow by first come first; the order never depends on the answer, so that nothing moves under the pointer. */
const order = [
  'category',
  'subcategory',
  'type',
  'colour',
  'color',
  'brand',
  'vendor',
  'audience',
  'gender',
  'size',
  'material',
];

export function compareGroups(a: string, b: string): number {
  const rank = (group: string): number => {
    const at = order.indexOf(group.trim().toLowerCase());
    return at < 0 ? order.length : at;
  };
  return rank(a) - rank(b) || a.localeCompare(b);
}

export function isColourGroup(group: string): boolean {
  return /^(colou?rs?|颜色|色)$/i.test(group.trim());
}
