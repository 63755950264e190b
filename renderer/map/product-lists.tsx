/** The same as the map, as lists: products in view, found or picked, and the areas. */
import type { MapArea, ProductSummary } from '@contract';
import { Button, Checkbox, SegmentedControl, UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { openProduct } from '../state/product-address.ts';
import { select, toggleSelected, useSelection } from '../state/selection.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './map.module.css';
import { setHovered, showPlace, useMapView } from './map-view.ts';

const lists = ['view', 'found', 'picked', 'areas'] as const;
type ListName = (typeof lists)[number];

/** Products that a list has rows for; what can be done is done with all of them. */
const mostRows = 100;
/** How close an area is shown, by its level. */
const areaZoom = [2.2, 4, 7];

interface ProductListsProps {
  readonly found: ReadonlySet<number> | null;
  readonly areas: readonly (MapArea & { readonly text: string })[];
}

export function ProductLists({ found, areas }: ProductListsProps) {
  const { t } = useTranslation();
  const [list, setList] = useState<ListName>('view');
  const inView = useMapView((state) => state.inView);
  const selected = useSelection(({ ids }) => ids);
  useFollow(selected.size > 0, () => setList('picked'));
  useFollow(found !== null, () => setList('found'));
  const shown = (list === 'found' && found === null) || (list === 'picked' && selected.size === 0) ? 'view' : list;
  return (
    <div className={classes.lists}>
      <div className={classes.tabs}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('map.lists.title')}
          value={shown}
          onChange={(value) => setList(value as ListName)}
          data={lists.map((value) => ({
            value,
            label: t(`map.lists.${value}`),
            disabled: (value === 'found' && found === null) || (value === 'picked' && selected.size === 0),
          }))}
        />
      </div>
      {shown === 'areas' ? (
        <Areas areas={areas} />
      ) : (
        <Products ids={shown === 'view' ? inView : [...(shown === 'found' ? (found ?? []) : selected)]} />
      )}
    </div>
  );
}

/** Shows what has just come about. */
function useFollow(is: boolean, show: () => void): void {
  const before = useRef(is);
  useEffect(() => {
    if (is && !before.current) show();
    before.current = is;
  });
}

function Products({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const selected = useSelection((state) => state.ids);
  const rows = ids.slice(0, mostRows);
  const { data } = useAnswer('map.products', rows.length === 0 ? null : { ids: rows });
  const wanted = new Set(rows);
  const products = rows.length === 0 ? [] : (data ?? []).filter(({ id }) => wanted.has(id));
  const all = ids.length > 0 && ids.every((id) => selected.has(id));
  return (
    <>
      <div className={classes.listHead}>
        <span>
          {ids.length > rows.length
            ? t('map.firstOf', { shown: format.number(rows.length), count: ids.length })
            : t('map.products', { count: ids.length })}
        </span>
        <Button size="compact-xs" variant="subtle" disabled={ids.length === 0 || all} onClick={() => select(ids, true)}>
          {t('map.pickAll')}
        </Button>
      </div>
      <ul className={classes.list}>
        {products.map((product) => (
          <Row key={product.id} product={product} picked={selected.has(product.id)} />
        ))}
      </ul>
    </>
  );
}

function Row({ product, picked }: { product: ProductSummary; picked: boolean }) {
  const { t } = useTranslation();
  const { id, title, image } = product;
  const hovered = useMapView((state) => state.hovered === id);
  return (
    <li
      className={classes.item}
      data-hovered={hovered}
      onPointerEnter={() => setHovered(id)}
      onPointerLeave={() => setHovered(null)}
    >
      <Checkbox
        size="xs"
        checked={picked}
        aria-label={t('selection.select', { name: title })}
        onChange={() => toggleSelected(id)}
      />
      <UnstyledButton
        className={classes.itemOpen}
        onFocus={() => setHovered(id)}
        onBlur={() => setHovered(null)}
        onClick={() => openProduct(id)}
      >
        <Photo className={classes.itemPhoto} src={image?.thumb ?? null} alt="" />
        <span className={classes.itemName}>{title}</span>
      </UnstyledButton>
    </li>
  );
}

function Areas({ areas }: Pick<ProductListsProps, 'areas'>) {
  const { t } = useTranslation();
  const format = useFormat();
  // A smaller area that is called as a large one is the core of it.
  const named = new Set(areas.filter(({ level }) => level === 0).map(({ text }) => text));
  const large = areas.filter(({ level, text }) => level === 0 || (level === 1 && !named.has(text)));
  if (large.length === 0) return <p className={classes.empty}>{t('map.noAreas')}</p>;
  return (
    <ul className={classes.list}>
      {large.map(({ level, x, y, products, text }) => (
        <li key={`${level} ${x} ${y}`}>
          <UnstyledButton
            className={classes.area}
            data-level={level}
            onClick={() => showPlace(x / 1000, y / 1000, areaZoom[level] ?? 4)}
          >
            <span className={classes.legendName}>{text}</span>
            <span className={classes.legendCount}>{format.number(products)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
