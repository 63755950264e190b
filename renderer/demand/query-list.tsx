/** Queries of shoppers with what became of them; each opens its search, and goes into a query set. */
import type { DemandQuery } from '@contract';
import { Table, UnstyledButton } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { clearQuery, commitText } from '../state/query.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './demand.module.css';
import { addToSet } from './to-set.ts';
import { TrendChart } from './trend-chart.tsx';

export function openSearch(query: string): void {
  clearQuery();
  commitText([{ text: query, sign: 1, weight: 1 }]);
  navigate('/');
}

export function QueryLink({ query }: { query: string }) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.query} title={t('demand.open')} onClick={() => openSearch(query)}>
      {query}
    </UnstyledButton>
  );
}

export function QueryList({ queries }: { queries: readonly DemandQuery[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.list}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('demand.query')}</Table.Th>
            <Table.Th ta="right">{t('demand.searches')}</Table.Th>
            <Table.Th ta="right">{t('demand.clicked')}</Table.Th>
            <Table.Th ta="right" title={t('demand.ratioHint')}>
              {t('demand.ratio')}
            </Table.Th>
            <Table.Th ta="right">{t('demand.noResults')}</Table.Th>
            <Table.Th ta="right">{t('demand.refined')}</Table.Th>
            <Table.Th ta="right">{t('demand.bought')}</Table.Th>
            <Table.Th>{t('demand.trend')}</Table.Th>
            <Table.Th aria-label={t('demand.toSet')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {queries.map((query) => (
            <QueryRow key={query.query} query={query} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function QueryRow({ query: own }: { query: DemandQuery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, searches, clicked, clickRatio, noResults, refined, abandoned, bought, weeks, change } = own;
  const share = (count: number | null): string => (count === null ? '–' : format.percent(count / searches));
  return (
    <Table.Tr>
      <Table.Td>
        <QueryLink query={query} />
      </Table.Td>
      <Table.Td ta="right">{format.number(searches)}</Table.Td>
      <Table.Td ta="right">{share(clicked)}</Table.Td>
      <Table.Td ta="right" data-low={clickRatio !== null && clickRatio < 0.7} className={classes.ratio}>
        {clickRatio === null ? '–' : format.percent(clickRatio)}
      </Table.Td>
      <Table.Td ta="right">{share(noResults)}</Table.Td>
      <Table.Td ta="right" title={t('demand.abandonedHint', { share: share(abandoned) })}>
        {share(refined)}
      </Table.Td>
      <Table.Td ta="right">{share(bought)}</Table.Td>
      <Table.Td>
        <span className={classes.trend}>
          <TrendChart weeks={weeks} />
          {change === null ? null : (
            <span>
              {change > 0 ? '+' : ''}
              {format.percent(change)}
            </span>
          )}
        </span>
      </Table.Td>
      <Table.Td w={40}>
        <IconButton label={t('demand.toSetOf', { query })} onClick={() => void addToSet([query])}>
          <IconListCheck size={16} />
        </IconButton>
      </Table.Td>
    </Table.Tr>
  );
}
