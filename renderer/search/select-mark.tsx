/** The mark of a product that was picked out of the results; on the others it shows under the pointer. */
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toggleSelected, useSelection } from '../state/selection.ts';
import classes from './results.module.css';

export function SelectMark({ productId, name }: { productId: number; name: string }) {
  const { t } = useTranslation();
  const selected = useSelection((state) => state.ids.has(productId));
  return (
    <button
      type="button"
      className={classes.select}
      aria-pressed={selected}
      aria-label={t('selection.select', { name })}
      title={t('selection.hint')}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        toggleSelected(productId);
      }}
    >
      <IconCheck size={14} stroke={3} aria-hidden />
    </button>
  );
}
