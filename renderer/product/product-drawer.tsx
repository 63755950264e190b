/** A product in full, over the results it was opened from. */
import type { Product } from '@contract';
import { ActionIcon, Drawer, Loader } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPhotoX, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { focusResult } from '../state/grid-focus.ts';
import { closeProduct, openProduct } from '../state/product-address.ts';
import { ensureRange, hitAt, indexOf, useResults } from '../state/results.ts';
import { useActions } from '../ui/actions.ts';
import { Failure } from '../ui/failure.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { neighbourActions } from './actions.ts';
import { PhotoStage } from './photo-stage.tsx';
import classes from './product.module.css';
import { ProductDetails } from './product-details.tsx';

export function ProductDrawer({ productId }: { productId: number | null }) {
  const { t } = useTranslation();
  const pages = useResults((state) => state.pages);
  const total = useResults((state) => state.head?.total ?? 0);
  const index = productId === null ? -1 : indexOf(pages, productId);
  const hit = index < 0 ? undefined : hitAt(pages, index);
  const { data: product, error, refetch } = useAnswer('catalog.product', productId === null ? null : { id: productId });

  useEffect(() => {
    if (index >= 0) ensureRange(index - 1, index + 1);
  }, [index]);

  const go = (step: 1 | -1): void => {
    const next = index < 0 ? undefined : hitAt(pages, index + step);
    if (next !== undefined) openProduct(next.id, { replace: true });
  };
  const close = (): void => {
    closeProduct();
    if (index >= 0) focusResult(index);
  };

  return (
    <Drawer.Root
      opened={productId !== null}
      onClose={close}
      position="right"
      size="min(1120px, calc(100vw - 110px))"
      lockScroll={false}
      returnFocus={false}
      padding={0}
      classNames={{ content: classes.sheet ?? '' }}
      transitionProps={{ transition: 'slide-left', duration: 180 }}
    >
      <Drawer.Overlay backgroundOpacity={0.32} />
      <Drawer.Content aria-label={product?.title ?? t('product.title')}>
        <Drawer.Body className={classes.body ?? ''}>
          <DrawerHead index={index} total={total} onGo={go} onClose={close} />
          {error !== null ? (
            <Failure
              error={error}
              icon={<IconPhotoX size={28} stroke={1.6} />}
              title={t('product.failed')}
              onAction={() => void refetch()}
            />
          ) : product !== undefined && product.id === productId ? (
            <DrawerBody key={product.id} product={product} hit={hit} />
          ) : (
            <div className={classes.waiting}>
              <Loader size="sm" aria-label={t('common.loading')} />
            </div>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function DrawerBody({ product, hit }: { product: Product; hit: ReturnType<typeof hitAt> }) {
  const [imageId, setImageId] = useState(askedVariantImage(product, hit) ?? hit?.matchedImageId ?? null);
  return (
    <div className={classes.columns}>
      <PhotoStage product={product} imageId={imageId} onImage={setImageId} />
      <ProductDetails product={product} hit={hit} onImage={setImageId} />
    </div>
  );
}

/** The photo of the variant whose number was searched for. */
function askedVariantImage({ variants }: Product, hit: ReturnType<typeof hitAt>): number | null {
  const asked = (hit?.why?.matches ?? []).flatMap(({ field, text }) => (field === 'variant' ? [text] : []));
  return variants.find(({ sku, barcode }) => asked.includes(sku) || asked.includes(barcode))?.imageId ?? null;
}

interface HeadProps {
  readonly index: number;
  readonly total: number;
  onGo(step: 1 | -1): void;
  onClose(): void;
}

function DrawerHead({ index, total, onGo, onClose }: HeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  useActions(neighbourActions, onGo, true);
  return (
    <div className={classes.head}>
      <IconButton label={t('product.previous')} disabled={index <= 0} onClick={() => onGo(-1)}>
        <IconChevronLeft size={19} />
      </IconButton>
      <IconButton label={t('product.next')} disabled={index < 0 || index >= total - 1} onClick={() => onGo(1)}>
        <IconChevronRight size={19} />
      </IconButton>
      <span className={classes.place}>
        {index < 0 ? '' : t('product.place', { place: format.number(index + 1), total: format.number(total) })}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('common.close')}
        onClick={onClose}
        data-autofocus
      >
        <IconX size={19} />
      </ActionIcon>
    </div>
  );
}
