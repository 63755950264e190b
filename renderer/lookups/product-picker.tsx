/** Finds the product that a photo shows by words, when it is none of those that were proposed. */
import type { ProductSummary } from '@contract';
import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './lookups.module.css';

interface ProductPickerProps {
  /** Of the photo; null while the dialog is closed. */
  readonly name: string | null;
  onPick(product: ProductSummary): void;
  onClose(): void;
}

const shown = 8;

export function ProductPicker({ name, onPick, onClose }: ProductPickerProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={name !== null} onClose={onClose} title={t('lookups.whichProduct', { name: name ?? '' })} size="lg">
      <Finder onPick={onPick} />
    </Modal>
  );
}

function Finder({ onPick }: Pick<ProductPickerProps, 'onPick'>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const combobox = useCombobox({ opened: true });
  const params = { parts: [{ kind: 'text' as const, text: wanted }], limit: shown, facets: false };
  const { data } = useAnswer('search.run', wanted === '' ? null : params);
  const hits = wanted === '' ? [] : (data?.hits ?? []);
  const first = hits[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter should take the best of what is found now
  useEffect(() => {
    if (first === undefined) combobox.resetSelectedOption();
    else combobox.selectFirstOption();
  }, [first]);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        const product = hits.find((hit) => String(hit.id) === id);
        if (product !== undefined) onPick(product);
      }}
    >
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          aria-label={t('lookups.findProduct')}
          placeholder={t('lookups.findProduct')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.found} aria-label={t('lookups.found')}>
        {hits.map((product) => (
          <Combobox.Option key={product.id} value={String(product.id)} className={classes.foundOne}>
            <Photo fit="tile" className={classes.small} src={product.image?.thumb} alt="" eager />
            <span className={classes.words}>
              <span className={classes.productName}>{product.title}</span>
              <span className={classes.how}>{product.sku}</span>
            </span>
          </Combobox.Option>
        ))}
        {hits.length === 0 ? (
          <Combobox.Empty className={classes.nothing}>
            {t(wanted === '' ? 'lookups.findHint' : data === undefined ? 'common.loading' : 'lookups.foundNone')}
          </Combobox.Empty>
        ) : null}
      </Combobox.Options>
    </Combobox>
  );
}
