/** The photo that is asked with beside a candidate, or two picked products, large, with what can be said of them. */
import type { Product } from '@contract';
import { Button, Kbd, Modal } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowsLeftRight,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconEqual,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { type Comparison, compare, stepComparison, useComparison } from '../state/comparison.ts';
import { useActions } from '../ui/actions.ts';
import { CompareModes } from '../ui/compare/compare-modes.tsx';
import { resetCompare } from '../ui/compare/compare-state.ts';
import { type ComparedProduct, CompareView } from '../ui/compare/compare-view.tsx';
import { mergeProducts, saySame } from '../ui/picked-products.ts';
import classes from './compare-dialog.module.css';
import { comparisonActions } from './comparison-actions.ts';
import { confirmPhoto } from './confirm-photo.ts';

export function CompareDialog() {
  const { t } = useTranslation();
  const open = useComparison((state) => state.open);
  return (
    <Modal
      opened={open !== null}
      onClose={() => compare(null)}
      title={t('lookUp.compare')}
      size="min(1180px, 96vw)"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {open === null ? null : open.kind === 'photo' ? <WithPhoto open={open} /> : <TwoProducts open={open} />}
    </Modal>
  );
}

function WithPhoto({ open }: { open: Extract<Comparison, { kind: 'photo' }> }) {
  const { t } = useTranslation();
  const { hash, productIds, at } = open;
  const productId = productIds[at] ?? null;
  const product = useProduct(productId);
  const address = `query/${hash}`;
  const yes = (): void => {
    if (product === undefined) return;
    compare(null);
    void confirmPhoto(hash, product);
  };
  useActions(comparisonActions, { yes }, true);
  const photo = { id: -1, thumb: address, original: address };
  return (
    <Frame
      left={{ title: t('lookUp.yourPhoto'), image: photo, photos: [photo], badge: null, onChoose: () => undefined }}
      right={product}
    >
      {productIds.length > 1 ? (
        <>
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={16} />}
            disabled={at === 0}
            onClick={() => stepComparison(-1)}
          >
            {t('lookUp.before')}
          </Button>
          <Button
            variant="default"
            rightSection={<IconChevronRight size={16} />}
            disabled={at === productIds.length - 1}
            onClick={() => stepComparison(1)}
          >
            {t('lookUp.after')}
          </Button>
        </>
      ) : null}
      <Button leftSection={<IconCheck size={16} />} rightSection={<Kbd>Y</Kbd>} disabled={!product} onClick={yes}>
        {t('lookUp.yes')}
      </Button>
    </Frame>
  );
}

function TwoProducts({ open: { left, right } }: { open: Extract<Comparison, { kind: 'products' }> }) {
  const { t } = useTranslation();
  const [first, second] = [useProduct(left), useProduct(right)];
  const same = (): void => {
    compare(null);
    void saySame([left, right]);
  };
  const merge = (): void => {
    compare(null);
    void mergeProducts(left, [right]);
  };
  useActions(comparisonActions, { same, merge }, true);
  const side = useSide(first);
  return (
    <Frame left={side} right={second}>
      <Button
        variant="default"
        leftSection={<IconArrowsLeftRight size={16} />}
        rightSection={<Kbd>X</Kbd>}
        onClick={() => stepComparison(1)}
      >
        {t('lookUp.swap')}
      </Button>
      <Button variant="default" leftSection={<IconEqual size={16} />} rightSection={<Kbd>S</Kbd>} onClick={same}>
        {t('lookUp.same')}
      </Button>
      <Button leftSection={<IconArrowMerge size={16} />} rightSection={<Kbd>M</Kbd>} onClick={merge}>
        {t('lookUp.mergeIntoLeft')}
      </Button>
    </Frame>
  );
}

interface FrameProps {
  readonly left: ComparedProduct | null;
  readonly right: Product | undefined;
  readonly children: React.ReactNode;
}

function Frame({ left, right, children }: FrameProps) {
  const { t } = useTranslation();
  const side = useSide(right);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair starts with the whole images
  useEffect(resetCompare, [left?.title, right?.id]);
  return (
    <div className={classes.frame}>
      <div className={classes.tools}>
        <span className={classes.hint}>{t('lookUp.compareHint')}</span>
        <CompareModes keys={comparisonActions.mode.keys} />
      </div>
      <div className={classes.view}>
        {left === null || side === null ? null : <CompareView left={left} right={side} />}
      </div>
      <div className={classes.names}>
        <strong>{left?.title}</strong>
        <span>
          <strong>{right?.title}</strong> {right === undefined ? null : <Facts product={right} />}
        </span>
      </div>
      <div className={classes.foot}>{children}</div>
    </div>
  );
}

function Facts({ product }: { product: Product }) {
  const format = useFormat();
  return (
    <span className={classes.hint}>
      {[product.price === null ? '' : format.priceRange(product.price), product.sku]
        .filter((part) => part !== '')
        .join(' · ')}
    </span>
  );
}

function useProduct(id: number | null): Product | undefined {
  return useAnswer('catalog.product', id === null ? null : { id }, { fresh: true }).data;
}

function useSide(product: Product | undefined): ComparedProduct | null {
  const [chosen, setChosen] = useState<number>();
  if (product === undefined) return null;
  return {
    title: product.title,
    photos: product.images,
    image: product.images.find(({ id }) => id === chosen) ?? product.images[0],
    badge: null,
    onChoose: setChosen,
  };
}
