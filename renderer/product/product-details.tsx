/** Everything known of a product, the reasons for its place in the results first. */
import type { Hit, Product } from '@contract';
import { Button } from '@mantine/core';
import { IconExternalLink, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { lookFor } from '../state/query.ts';
import { Editable, useFieldEdits } from './editable.tsx';
import { ForShoppers } from './for-shoppers.tsx';
import { ListedTwice } from './listed-twice.tsx';
import { Neighbours } from './neighbours.tsx';
import classes from './product.module.css';
import { ProductFile } from './product-file.tsx';
import { ProductProblems } from './product-problems.tsx';
import { ProductTags } from './product-tags.tsx';
import { ProductVariants } from './product-variants.tsx';
import { References } from './references.tsx';
import { RemoveButton, Removed } from './removal.tsx';
import { SourceRows } from './source-rows.tsx';
import { Why } from './why.tsx';

interface ProductDetailsProps {
  readonly product: Product;
  readonly hit: Hit | undefined;
  /** Shows one of its photos large. */
  onImage(imageId: number): void;
}

export function ProductDetails({ product, hit, onImage }: ProductDetailsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const edits = useFieldEdits(product.id);
  const editing = { productId: product.id, edits };
  const look = (sign: 1 | -1): void => {
    lookFor(product, sign);
    navigate('/');
  };
  return (
    <div className={classes.details}>
      <Editable {...editing} field="title" label={t('edit.title')} value={product.title}>
        <h2 className={classes.title}>{product.title}</h2>
      </Editable>
      <div className={classes.subtitle}>
        <Editable
          {...editing}
          field="price"
          label={t('product.price')}
          value={product.price === null ? '' : String(product.price.amount)}
          locked={product.price?.upTo === undefined ? undefined : t('product.price')}
        >
          {product.price === null ? null : <span className={classes.price}>{format.priceRange(product.price)}</span>}
        </Editable>
        <span className={classes.sku}>{product.sku}</span>
      </div>
      <div className={classes.actions}>
        <Button size="xs" variant="light" leftSection={<IconPlus size={15} />} onClick={() => look(1)}>
          {t('results.more')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconMinus size={15} />} onClick={() => look(-1)}>
          {t('results.less')}
        </Button>
        {product.url === null || !/^https?:/i.test(product.url) ? null : (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            component="a"
            href={product.url}
            target="_blank"
            rel="noreferrer noopener"
            leftSection={<IconExternalLink size={15} />}
          >
            {t('product.link')}
          </Button>
        )}
        <RemoveButton product={product} />
      </div>
      <Removed product={product} />
      <ProductProblems problems={product.problems} />
      <ListedTwice key={`${product.id} twice`} productId={product.id} />
      {hit?.why === undefined || hit.why === null ? null : <Why why={hit.why} band={hit.band} />}
      <ProductVariants
        product={product}
        asked={(hit?.why?.matches ?? []).flatMap(({ field, text }) => (field === 'variant' ? [text] : []))}
        onImage={onImage}
      />
      <ProductTags key={product.id} productId={product.id} known={product.tags} />
      <References productId={product.id} />
      <Neighbours productId={product.id} />
      <ForShoppers productId={product.id} />
      <section className={classes.section} aria-label={t('product.description')}>
        <h3 className={classes.heading}>{t('product.description')}</h3>
        <Editable {...editing} field="description" label={t('product.description')} value={product.description} long>
          <p className={classes.prose}>{product.description}</p>
        </Editable>
      </section>
      {product.attributes.length === 0 ? null : (
        <section className={classes.section} aria-label={t('product.attributes')}>
          <h3 className={classes.heading}>{t('product.attributes')}</h3>
          <dl className={classes.facts}>
            {product.attributes.map((attribute) => (
              <div key={attribute.name}>
                <dt>{attribute.name}</dt>
                <dd>
                  <Editable
                    {...editing}
                    field={`attribute:${attribute.name}`}
                    label={attribute.name}
                    value={attribute.value}
                    long={attribute.value.includes('\n')}
                  >
                    <span>{attribute.value}</span>
                  </Editable>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {product.source.kind === 'table' ? <SourceRows product={product} /> : null}
      <ProductFile product={product} />
      <p className={classes.dates}>{t('product.updated', { date: format.date(product.updatedAt) })}</p>
    </div>
  );
}
