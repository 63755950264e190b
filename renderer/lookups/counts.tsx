/** How often each product was seen: what was confirmed, and what is still to be checked. */
import type { LookupCount, ProductSummary } from '@contract';
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './lookups.module.css';

interface CountsProps {
  readonly counts: readonly LookupCount[];
  readonly products: ReadonlyMap<number, ProductSummary>;
}

export function Counts({ counts, products }: CountsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (counts.length === 0) return <p className={classes.nothing}>{t('lookups.noCounts')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled with the keyboard
    <div className={classes.counts} tabIndex={0}>
      <Table aria-label={t('lookups.views.products')} verticalSpacing={6} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('lookups.product')}</Table.Th>
            <Table.Th className={classes.figure}>{t('lookups.count')}</Table.Th>
            <Table.Th className={classes.figure}>{t('lookups.states.confirmed')}</Table.Th>
            <Table.Th className={classes.figure}>{t('lookups.states.check')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {counts.map(({ productId, confirmed, toCheck }) => {
            const product = products.get(productId);
            if (product === undefined) return null;
            return (
              <Table.Tr key={productId}>
                <Table.Td>
                  <span className={classes.counted}>
                    <Photo fit="tile" className={classes.small} src={product.image?.thumb} alt="" />
                    <span className={classes.words}>
                      <Link href={`/product/${productId}`} className={classes.productName}>
                        {product.title}
                      </Link>
                      <span className={classes.how}>{product.sku}</span>
                    </span>
                  </span>
                </Table.Td>
                <Table.Td className={classes.figure}>
                  <strong>{format.number(confirmed + toCheck)}</strong>
                </Table.Td>
                <Table.Td className={classes.figure}>{format.number(confirmed)}</Table.Td>
                <Table.Td className={classes.figure}>{format.number(toCheck)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
