/** How many products are picked out, and what can be done with them together. */
import { Button } from '@mantine/core';
import { IconTags, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openBulkEdit } from '../state/bulk-edit.ts';
import { clearSelection, useSelection } from '../state/selection.ts';
import classes from './search-page.module.css';

export function SelectionBar() {
  const { t } = useTranslation();
  const count = useSelection((state) => state.ids.size);
  if (count === 0) return null;
  return (
    <section className={classes.selection} aria-label={t('selection.title')}>
      <span role="status">{t('selection.count', { count })}</span>
      <Button size="compact-sm" leftSection={<IconTags size={15} />} onClick={openBulkEdit}>
        {t('tags.bulk.open')}
      </Button>
      <Button size="compact-sm" variant="subtle" leftSection={<IconX size={15} />} onClick={clearSelection}>
        {t('selection.clear')}
      </Button>
    </section>
  );
}
