/** Products that lack something, those that lack most first; by what they lack. */
import type { ListingKind } from '@contract';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { putProductsIntoSheet } from '../state/sheet.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Photo } from '../ui/photo.tsx';
import { useCheckName } from './check-name.ts';
import classes from './completeness.module.css';

const shown = 100;

export function Missing({ kind, missing }: { kind: string | null; missing: ListingKind['missing'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  const [asked, setCheck] = useState<string | null>(null);
  const check = missing.some((one) => one.check === asked) ? asked : null;
  const { data } = useAnswer('completeness.products', { kind, check, limit: shown });
  if (missing.length === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={28} stroke={1.5} />} title={t('completeness.nothing')}>
        {t('completeness.nothingText')}
      </EmptyState>
    );
  }
  const items = data?.items ?? [];
  const more = (data?.total ?? 0) - items.length;
  return (
    <>
      <div className={classes.checks} role="toolbar" aria-label={t('completeness.views.missing')}>
        {missing.map((one) => (
          <Button
            key={one.check}
            size="compact-sm"
            variant={one.check === check ? 'light' : 'default'}
            aria-pressed={one.check === check}
            onClick={() => setCheck(one.check === check ? null : one.check)}
          >
            {checkName(one.check)}
            <span className={classes.count}>{format.number(one.products)}</span>
          </Button>
        ))}
      </div>
      <ul className={classes.products}>
        {items.map(({ product, missing: lacks }) => (
          <li key={product.id} className={classes.product}>
            <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" />
            <button type="button" className={classes.about} onClick={() => navigate(`/product/${product.id}`)}>
              <span className={classes.title}>{product.title}</span>
              <span className={classes.lacks}>
                {t('completeness.lacks', { what: format.list(lacks.map(checkName)) })}
              </span>
            </button>
          </li>
        ))}
        {more > 0 ? (
          <li className={classes.more}>{t('completeness.more', { count: more, number: format.number(more) })}</li>
        ) : null}
      </ul>
      <div className={classes.answers}>
        <Button
          size="sm"
          disabled={items.length === 0}
          leftSection={<IconTable size={16} />}
          onClick={() => {
            putProductsIntoSheet(data?.ids ?? []);
            navigate('/sheet');
          }}
        >
          {t('completeness.correct', { count: data?.total ?? 0, number: format.number(data?.total ?? 0) })}
        </Button>
        <span className={classes.hint}>{t('completeness.correctHint')}</span>
      </div>
    </>
  );
}
