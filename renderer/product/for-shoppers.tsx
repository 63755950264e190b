/** What to show a shopper who looks at this product: others like it, and what goes with it, each with its reason. */
import type { LinkFormat, Recommendation } from '@contract';
import { Anchor, Button, Menu, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { ask } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { openProduct } from '../state/product-address.ts';
import { Photo } from '../ui/photo.tsx';
import { saveText } from '../ui/save-text.ts';
import classes from './for-shoppers.module.css';
import shared from './product.module.css';

const wanted = 8;
/** Shop systems by their own names. */
const formats: readonly (readonly [LinkFormat, string | null])[] = [
  ['shopify', 'Shopify'],
  ['woocommerce', 'WooCommerce'],
  ['magento', 'Magento'],
  ['csv', null],
];
/** Below this a pair is no wonder, and its lift not worth telling. */
const fewestTold = 1.5;
/** From this cosine on images or listings are called alike. */
const alike = 0.6;

export function ForShoppers({ productId }: { productId: number }) {
  const { t } = useTranslation();
  return (
    <section className={shared.section} aria-label={t('product.shoppers.heading')}>
      <div className={classes.head}>
        <h3 className={shared.heading}>{t('product.shoppers.heading')}</h3>
        <ListsMenu />
      </div>
      <Strip productId={productId} kind="similar" />
      <Strip productId={productId} kind="goes-with" />
    </section>
  );
}

/** Cross-sells and related products of the whole catalog, as a file that the shop takes in. */
function ListsMenu() {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const save = async (format: LinkFormat): Promise<void> => {
    setBusy(true);
    try {
      const { name, mime, text } = await ask('recommendations.lists', { format });
      saveText(name, mime, text);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={isBusy}
          leftSection={<IconDownload size={14} />}
        >
          {t('product.shoppers.lists')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('product.shoppers.listsOf')}</Menu.Label>
        {formats.map(([format, name]) => (
          <Menu.Item key={format} onClick={() => void save(format)}>
            {name ?? t('product.shoppers.plain')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Strip({ productId, kind }: { productId: number; kind: 'similar' | 'goes-with' }) {
  const { t } = useTranslation();
  const { data, isError } = useAnswer(
    'recommendations.for',
    { kind, productIds: [productId], limit: wanted },
    { fresh: true },
  );
  if (isError) return null;
  const name = kind === 'similar' ? t('product.shoppers.similar') : t('product.shoppers.goesWith');
  return (
    <div className={classes.kind}>
      <h4 className={classes.name}>{name}</h4>
      {data !== undefined && data.items.length === 0 ? (
        <Nothing kind={kind} state={data.state} />
      ) : (
        <ul className={classes.strip} aria-label={name}>
          {data === undefined
            ? ['a', 'b', 'c', 'd'].map((key) => (
                <li key={key}>
                  <Skeleton width={128} height={176} radius="md" />
                </li>
              ))
            : data.items.map((item) => <Item key={item.id} item={item} />)}
        </ul>
      )}
    </div>
  );
}

function Item({ item }: { item: Recommendation }) {
  const reason = useReason()(item);
  return (
    <li>
      <button
        type="button"
        className={classes.item}
        aria-label={`${item.title}, ${reason}`}
        onClick={() => openProduct(item.id)}
      >
        <Photo fit="tile" className={classes.photo} src={item.image?.thumb} alt="" />
        <span className={classes.title} title={item.title}>
          {item.title}
        </span>
        <span className={classes.reason} title={reason}>
          {reason}
        </span>
      </button>
    </li>
  );
}

function Nothing({ kind, state }: { kind: 'similar' | 'goes-with'; state: string }) {
  const { t } = useTranslation();
  if (kind === 'similar') return <p className={classes.nothing}>{t('product.shoppers.none.similar')}</p>;
  const why = state === 'no-orders' || state === 'learning' ? state : 'unknown';
  return (
    <p className={classes.nothing}>
      {t(`product.shoppers.none.${why}`)}{' '}
      {why === 'no-orders' ? (
        <Anchor component={Link} href="/library" inherit>
          {t('product.shoppers.toLibrary')}
        </Anchor>
      ) : null}
    </p>
  );
}

function useReason(): (item: Recommendation) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ reason, reasonTitle }) => {
    if (reason.kind === 'similar') {
      const [looks, words] = [reason.looks ?? 0, reason.words ?? 0].map((value) => value >= alike);
      if (looks && words) return t('product.shoppers.reason.both');
      if (looks) return t('product.shoppers.reason.looks');
      return words ? t('product.shoppers.reason.words') : t('product.shoppers.reason.near');
    }
    if (reason.kind !== 'together') return t('product.shoppers.reason.taste');
    const { together: orders, lift, insteadOf } = reason;
    if (insteadOf !== null) {
      const title = reasonTitle ?? '';
      return orders === null
        ? t('product.shoppers.reason.insteadOfFew', { title })
        : t('product.shoppers.reason.insteadOf', { title, orders });
    }
    if (orders === null) return t('product.shoppers.reason.togetherFew');
    if (lift === null || lift < fewestTold) return t('product.shoppers.reason.togetherOnly', { orders });
    return t('product.shoppers.reason.together', {
      orders,
      lift: format.number(lift < 10 ? Math.round(lift * 10) / 10 : Math.round(lift)),
    });
  };
}
