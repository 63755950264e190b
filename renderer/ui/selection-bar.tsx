/** How many products are picked out, and what can be done with them together. */
import { Button } from '@mantine/core';
import { IconArrowMerge, IconColumns2, IconEqual, IconTable, IconTags, IconTrash, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { openBulkEdit } from '../state/bulk-edit.ts';
import { compare } from '../state/comparison.ts';
import { clearSelection, useSelection } from '../state/selection.ts';
import { putIntoSheet } from '../state/sheet.ts';
import { IconButton } from './icon-button.tsx';
import { mergeProducts, removeProducts, saySame } from './picked-products.ts';
import classes from './selection-bar.module.css';

/** `more`: what a page can do with them besides. */
export function SelectionBar({ more }: { readonly more?: ReactNode }) {
  const { t } = useTranslation();
  const ids = useSelection((state) => state.ids);
  const count = ids.size;
  if (count === 0) return null;
  const [left, right] = ids;
  return (
    <section className={classes.selection} aria-label={t('selection.title')}>
      <span role="status">{t('selection.count', { count })}</span>
      <Button size="compact-sm" leftSection={<IconTags size={15} />} onClick={openBulkEdit}>
        {t('tags.bulk.open')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTable size={15} />}
        onClick={() => {
          putIntoSheet();
          navigate('/sheet');
        }}
      >
        {t('sheet.open')}
      </Button>
      {count === 2 && left !== undefined && right !== undefined ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconColumns2 size={15} />}
          onClick={() => compare({ kind: 'products', left, right })}
        >
          {t('lookUp.compare')}
        </Button>
      ) : null}
      {count > 1 ? (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEqual size={15} />}
            onClick={() => void saySame([...ids])}
          >
            {t('lookUp.same')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowMerge size={15} />}
            title={t('lookUp.mergeHint')}
            onClick={() => void mergeProducts(left as number, [...ids].slice(1))}
          >
            {t('lookUp.merge')}
          </Button>
        </>
      ) : null}
      {more}
      <IconButton size="md" label={t('remove.remove')} onClick={() => void removeProducts([...ids])}>
        <IconTrash size={16} stroke={1.7} />
      </IconButton>
      <Button size="compact-sm" variant="subtle" leftSection={<IconX size={15} />} onClick={clearSelection}>
        {t('selection.clear')}
      </Button>
    </section>
  );
}
