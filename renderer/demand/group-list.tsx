/** Queries that mean much the same, together; and those for which the catalog has nothing. */
import type { DemandGroup } from '@contract';
import { Table } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './demand.module.css';
import { QueryLink } from './query-list.tsx';
import { addToSet } from './to-set.ts';

export function GroupList({ groups }: { groups: readonly DemandGroup[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.list}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('demand.queries')}</Table.Th>
            <Table.Th ta="right">{t('demand.searches')}</Table.Th>
            <Table.Th ta="right">{t('demand.clicked')}</Table.Th>
            <Table.Th>{t('demand.nearest')}</Table.Th>
            <Table.Th aria-label={t('demand.toSet')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ name, queries, searches, clicked, nearest }) => (
            <Table.Tr key={name}>
              <Table.Td className={classes.names}>
                {queries.map((query) => (
                  <QueryLink key={query} query={query} />
                ))}
              </Table.Td>
              <Table.Td ta="right">{format.number(searches)}</Table.Td>
              <Table.Td ta="right">{format.percent(clicked / searches)}</Table.Td>
              <Table.Td>
                {nearest === null ? null : <Link href={`/product/${nearest.productId}`}>{nearest.title}</Link>}
              </Table.Td>
              <Table.Td w={40}>
                <IconButton label={t('demand.toSetOf', { query: name })} onClick={() => void addToSet(queries)}>
                  <IconListCheck size={16} />
                </IconButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
