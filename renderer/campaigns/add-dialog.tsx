/** Adds products to the board that a person looks for. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { addProducts, idsOn, useBoard } from './board.ts';
import classes from './campaigns.module.css';

export function AddDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={640}
      title={t('campaigns.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Finder />
    </Modal>
  );
}

function Finder() {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 250);
  const { run } = useBusy();
  const places = useBoard((state) => state.now?.places ?? []);
  const on = new Set(idsOn(places));
  const { data } = useAnswer(
    'search.run',
    asked === '' ? null : { parts: [{ kind: 'text', text: asked }], limit: 24, facets: false },
  );
  const hits = asked === '' ? [] : (data?.hits ?? []);
  return (
    <>
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={16} />}
        placeholder={t('campaigns.find')}
        aria-label={t('campaigns.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.found} aria-label={t('campaigns.foundProducts')}>
        {hits.map((hit) => (
          <li key={hit.id} className={classes.foundRow}>
            <Photo fit="tile" className={classes.foundPhoto} src={hit.image?.thumb} alt="" />
            <span className={classes.foundTitle}>
              <span>{hit.title}</span>
              <span className={classes.muted}>
                {[hit.sku, hit.price === null ? '' : format.priceRange(hit.price)]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconPlus size={14} />}
              disabled={on.has(hit.id) || places.length >= 100}
              aria-label={t('campaigns.addOf', { title: hit.title })}
              onClick={() => void run(() => addProducts([hit.id]))}
            >
              {t(on.has(hit.id) ? 'campaigns.added' : 'campaigns.addShort')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
