/** One photo, or a part of one: what it shows, how sure that is, what comes next, and what can be said of it. */
import type { LookupRow, ProductSummary } from '@contract';
import { Button, Loader, Menu } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBarcode,
  IconCheck,
  IconCircleOff,
  IconDots,
  IconPhotoSearch,
  IconSearch,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Photo } from '../ui/photo.tsx';
import { PhotoPart } from '../ui/photo-part.tsx';
import classes from './lookups.module.css';

export interface RowDeeds {
  /** Of the proposed products, by its place among them. */
  onChoose(row: LookupRow, candidate: number): void;
  onNone(row: LookupRow): void;
  onCorrect(row: LookupRow): void;
  onTakeBack(row: LookupRow): void;
  /** Asks the search with this photo. */
  onSearch(row: LookupRow): void;
  onRemove(row: LookupRow): void;
}

interface RowProps extends RowDeeds {
  readonly row: LookupRow;
  readonly products: ReadonlyMap<number, ProductSummary>;
}

export function Row({ row, products, ...deeds }: RowProps) {
  const { t } = useTranslation();
  const { name, image, region, state } = row;
  return (
    <>
      <div className={classes.photoCell}>
        {image === null ? (
          <span className={classes.noPhoto} data-state={state}>
            {state === 'failed' ? <IconAlertTriangle size={22} stroke={1.6} aria-hidden /> : null}
            {state === 'waiting' ? <Loader size={16} aria-hidden /> : null}
          </span>
        ) : (
          <PhotoPart src={image} region={region ?? undefined} className={classes.photo} />
        )}
        <span className={classes.words}>
          <span className={classes.name} title={name}>
            {name}
          </span>
          <span className={classes.how}>
            {region === null ? null : t('lookups.part', { number: row.place + 1 })}
            {row.unknownBarcodes.length === 0
              ? null
              : ` ${t('lookups.unknownBarcode', { numbers: row.unknownBarcodes.join(', ') })}`}
          </span>
        </span>
      </div>
      {state === 'failed' || state === 'waiting' ? (
        <Undone row={row} />
      ) : (
        <Answer row={row} products={products} onChoose={deeds.onChoose} />
      )}
      <Deeds row={row} {...deeds} />
    </>
  );
}

function Undone({ row: { state, error } }: { row: LookupRow }) {
  const { t } = useTranslation();
  if (state === 'waiting') return <p className={classes.wide}>{t('lookups.waits')}</p>;
  return (
    <p className={classes.wide} data-tone="problem">
      <strong>{t(`errors.${error?.code ?? 'INTERNAL'}`)}</strong>
      {error === null ? null : errorText(error)}
    </p>
  );
}

function Answer({ row, products, onChoose }: Pick<RowProps, 'row' | 'products' | 'onChoose'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { candidates, productId, state } = row;
  const best = productId === null ? undefined : products.get(productId);
  const others = candidates
    .map((candidate, at) => ({ ...candidate, at }))
    .filter((candidate) => candidate.productId !== productId)
    .slice(0, best === undefined ? 3 : 2);
  return (
    <>
      <div className={classes.best}>
        {best === undefined ? (
          <span className={classes.noPhoto} data-state="none">
            <IconCircleOff size={22} stroke={1.5} aria-hidden />
          </span>
        ) : (
          <Photo fit="tile" className={classes.photo} src={best.image?.thumb} alt="" />
        )}
        <span className={classes.words}>
          <Sureness row={row} />
          {best === undefined ? (
            <span className={classes.how}>{t(others.length === 0 ? 'lookups.nothingLike' : 'lookups.closest')}</span>
          ) : (
            <>
              <Link href={`/product/${best.id}`} className={classes.productName} title={best.title}>
                {best.title}
              </Link>
              <span className={classes.how}>{best.sku}</span>
            </>
          )}
        </span>
      </div>
      <ul className={classes.next} aria-label={t('lookups.next')}>
        {state === 'confirmed'
          ? null
          : others.map(({ productId: id, probability, at }) => {
              const product = products.get(id);
              if (product === undefined) return null;
              return (
                <li key={id}>
                  <button
                    type="button"
                    className={classes.other}
                    aria-label={t('lookUp.yesNamed', { name: product.title })}
                    title={`${product.title} · ${product.sku}`}
                    onClick={() => onChoose(row, at)}
                  >
                    <Photo fit="tile" className={classes.small} src={product.image?.thumb} alt="" />
                    <span className={classes.otherWords}>
                      <span className={classes.otherName}>{product.title}</span>
                      <span className={classes.how}>
                        <kbd className={classes.key}>{at + 1}</kbd> {format.estimate(probability)}
                      </span>
                    </span>
                  </button>
                </li>
              );
            })}
      </ul>
    </>
  );
}

/** In the words of the look-up on the search page. */
function Sureness({ row: { state, saidNone, answer, candidates } }: { row: LookupRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = format.estimate(candidates[0]?.probability ?? 0);
  if (state === 'confirmed') {
    return (
      <strong className={classes.sure} data-sure="confirmed">
        <IconCheck size={15} stroke={2.2} aria-hidden />
        {t('lookups.states.confirmed')}
      </strong>
    );
  }
  if (state === 'none') {
    return (
      <strong className={classes.sure} data-sure="none">
        {t(saidNone ? 'lookups.states.none' : 'lookups.likelyNone')}
      </strong>
    );
  }
  if (answer === 'barcode') {
    return (
      <strong className={classes.sure} data-sure="one">
        <IconBarcode size={16} stroke={2} aria-hidden />
        {t('lookups.byBarcode')}
      </strong>
    );
  }
  return (
    <strong className={classes.sure} data-sure={answer}>
      {t(answer === 'one' ? 'lookups.one' : 'lookups.few', { percent })}
    </strong>
  );
}

function Deeds({ row, onChoose, onNone, onCorrect, onTakeBack, onSearch, onRemove }: Omit<RowProps, 'products'>) {
  const { t } = useTranslation();
  const { state, saidNone, candidates, name } = row;
  const decided = state === 'confirmed' || saidNone;
  const looked = state === 'check' || state === 'confirmed' || state === 'none';
  return (
    <div className={classes.deeds}>
      {state === 'check' && candidates.length > 0 ? (
        <Button size="xs" leftSection={<IconCheck size={14} />} onClick={() => onChoose(row, 0)}>
          {t('lookups.yes')}
        </Button>
      ) : null}
      {looked && decided ? (
        <Button size="xs" variant="default" onClick={() => onTakeBack(row)}>
          {t('lookups.takeBack')}
        </Button>
      ) : null}
      {looked && !decided ? (
        <IconButton label={t('lookups.none')} size="md" onClick={() => onNone(row)}>
          <IconCircleOff size={17} stroke={1.7} />
        </IconButton>
      ) : null}
      {looked ? (
        <IconButton label={t('lookups.correct')} size="md" onClick={() => onCorrect(row)}>
          <IconSearch size={17} stroke={1.7} />
        </IconButton>
      ) : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={t('lookups.more', { name })} size="md">
            <IconDots size={17} stroke={1.7} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {row.hash === null ? null : (
            <Menu.Item leftSection={<IconPhotoSearch size={15} />} onClick={() => onSearch(row)}>
              {t('lookups.searchWith')}
            </Menu.Item>
          )}
          <Menu.Item onClick={() => onRemove(row)}>{t('lookups.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
