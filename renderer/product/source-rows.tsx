/** Every cell of the rows of the table that a product was made from, as the file has them; asked for when they are opened. */
import type { Product } from '@contract';
import { Button, Collapse, Select } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import product from './product.module.css';
import classes from './source-rows.module.css';

export function SourceRows({ product: { id, variants } }: { product: Product }) {
  const { t } = useTranslation();
  const listId = useId();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(0);
  const { data } = useAnswer('catalog.sourceRows', opened ? { id } : null);
  const rows = data?.rows ?? [];
  const row = rows[chosen] ?? rows[0];
  const names = new Map(
    variants.map(({ line, options, sku }) => [line, options.map(({ value }) => value).join(' / ') || sku]),
  );
  return (
    <section className={product.section} aria-label={t('product.columns')}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        ml={-8}
        aria-expanded={opened}
        aria-controls={listId}
        rightSection={<IconChevronDown className={classes.chevron} data-open={opened} size={14} aria-hidden />}
        onClick={() => setOpened(!opened)}
      >
        {t('product.columns')}
      </Button>
      <Collapse expanded={opened} id={listId} transitionDuration={140}>
        {data === undefined ? null : row === undefined ? (
          <p className={classes.note}>{t('product.noRows')}</p>
        ) : (
          <>
            {rows.length < 2 ? (
              <p className={classes.note}>{t('product.row', { line: row.line })}</p>
            ) : (
              <Select
                size="xs"
                mb={8}
                allowDeselect={false}
                searchable
                aria-label={t('product.whichRow')}
                value={String(rows.indexOf(row))}
                data={rows.map(({ line }, index) => {
                  const name = names.get(line) ?? '';
                  const text = t('product.row', { line });
                  return { value: String(index), label: name === '' ? text : `${text} · ${name}` };
                })}
                onChange={(value) => setChosen(Number(value ?? 0))}
              />
            )}
            <dl className={classes.cells}>
              {row.cells.map((cell, column) => {
                const name = data.columns[column] ?? t('product.columnNumber', { number: column + 1 });
                return (
                  <div key={name} data-empty={cell === ''}>
                    <dt>{name}</dt>
                    <dd>{cell === '' ? '—' : cell}</dd>
                  </div>
                );
              })}
            </dl>
          </>
        )}
      </Collapse>
    </section>
  );
}
