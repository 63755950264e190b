/** What the catalog's own types and categories stand for: said once, it goes to all their products. */
import type { TagMapping } from '@contract';
import { Button, Modal, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { followBatch } from '../ui/follow-batch.ts';
import { useGroupName } from '../ui/group-name.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './categories.module.css';
import { CategoryPicker } from './category-picker.tsx';

export function Mappings({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState<TagMapping | null>(null);
  const { data = [] } = useAnswer('taxonomy.mappings', opened ? {} : null);
  const { busy, run } = useBusy();
  const map = (mapping: TagMapping, path: string | null): void =>
    void run(async () => {
      const { group, tag } = mapping;
      const done = await command('taxonomy.map', { group, tag, path, by: judgeName() });
      followBatch(
        done,
        'products',
        (count) => t('categories.did', { count }),
        () => outdate('taxonomy.'),
      );
      outdate('taxonomy.');
      setChoosing(null);
    });
  return (
    <Modal
      opened={opened}
      onClose={() => (choosing === null ? onClose() : setChoosing(null))}
      title={choosing === null ? t('categories.mappingsTitle') : t('categories.mapTitle', { name: choosing.tag })}
      size={860}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {choosing === null ? (
        <>
          <p className={classes.lead}>{t('categories.mappingsText')}</p>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('tags.name')}</Table.Th>
                <Table.Th w={90}>{t('import.products')}</Table.Th>
                <Table.Th>{t('categories.standsFor')}</Table.Th>
                <Table.Th w={210} aria-label={t('tags.actions')} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((mapping) => (
                <Row
                  key={`${mapping.group}/${mapping.tag}`}
                  mapping={mapping}
                  busy={busy}
                  onMap={(path) => map(mapping, path)}
                  onChoose={() => setChoosing(mapping)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </>
      ) : (
        <CategoryPicker onPick={(path) => map(choosing, path)} />
      )}
    </Modal>
  );
}

interface RowProps {
  readonly mapping: TagMapping;
  readonly busy: boolean;
  onMap(path: string | null): void;
  onChoose(): void;
}

function Row({ mapping: { group, tag, products, path, guess }, busy, onMap, onChoose }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  return (
    <Table.Tr>
      <Table.Td>
        <span className={classes.group}>{groupName(group)}</span> {tag}
      </Table.Td>
      <Table.Td>{format.number(products)}</Table.Td>
      <Table.Td>
        {path !== null ? (
          <strong>{path}</strong>
        ) : guess === null ? null : (
          <span className={classes.guess} title={t('categories.agree', { agree: guess.agree, of: guess.of })}>
            {t('categories.perhaps', { path: guess.path })}
          </span>
        )}
      </Table.Td>
      <Table.Td>
        <div className={classes.rowActions}>
          {path === null && guess !== null ? (
            <Button size="compact-xs" variant="light" disabled={busy} onClick={() => onMap(guess.path)}>
              {t('categories.thatIsIt')}
            </Button>
          ) : null}
          <Button
            size="compact-xs"
            variant="default"
            disabled={busy}
            aria-label={t('categories.mapTitle', { name: tag })}
            onClick={onChoose}
          >
            {t('categories.choose')}
          </Button>
          {path === null ? null : (
            <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} onClick={() => onMap(null)}>
              {t('categories.forget')}
            </Button>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
