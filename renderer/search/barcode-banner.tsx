/** Above the results of a search by one photo: the numbers that barcodes on it say, and the products that carry them. */
import type { PhotoBarcode } from '@contract';
import { Button, Menu } from '@mantine/core';
import { IconBarcode, IconPlus, IconQrcode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useAnswer } from '../state/answers.ts';
import { useQuery } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import { addBarcode } from '../ui/add-barcode.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Photo } from '../ui/photo.tsx';
import { onlyPhotoOf } from './confirm-photo.ts';
import { useLeading } from './leading.ts';
import classes from './look-up-banner.module.css';

/** More than these on one photo are told by their number alone. */
const mostTold = 3;
const mostOffered = 6;

export function BarcodeBanner() {
  const { t } = useTranslation();
  const hash = useQuery(onlyPhotoOf);
  // Where it cannot be read the look-up says what is wrong with the photo.
  const codes = useAnswer('search.barcodes', hash === null ? null : { hash }, { fresh: true }).data ?? [];
  const numbered = codes.flatMap(({ products }) => products.map(({ id }) => id));
  useLeading(hash, numbered);
  if (hash === null || codes.length === 0) return null;
  return (
    <section className={classes.codes} aria-live="polite" aria-label={t('barcode.label')}>
      {codes.slice(0, mostTold).map((code) => (
        <Code key={`${code.format} ${code.text}`} code={code} hash={hash} />
      ))}
      {codes.length > mostTold ? (
        <span className={classes.how}>{t('barcode.more', { count: codes.length - mostTold })}</span>
      ) : null}
    </section>
  );
}

function Code({ code, hash }: { code: PhotoBarcode; hash: string }) {
  const { t } = useTranslation();
  const { format, text, gtin, valid, products } = code;
  const [product, ...others] = products;
  const Icon = format === 'qr' || format === 'datamatrix' ? IconQrcode : IconBarcode;
  return (
    <div className={classes.banner} data-known={product !== undefined} data-kind="code">
      {product === undefined ? null : (
        <Photo fit="tile" className={classes.photo} src={product.image?.thumb} alt="" eager />
      )}
      <div className={classes.text}>
        <strong>
          <Icon size={17} stroke={1.8} aria-hidden />
          {product === undefined
            ? t(valid ? (gtin === null ? 'barcode.says' : 'barcode.unknown') : 'barcode.wrong', { number: text })
            : t('barcode.is', { number: text, title: product.title })}
        </strong>
        <span className={classes.how}>
          {product === undefined
            ? t(valid ? (gtin === null ? 'barcode.saysHint' : 'barcode.unknownHint') : 'barcode.wrongHint')
            : t('barcode.isHint')}
          {others.length > 0 ? ` ${t('barcode.also', { count: others.length })}` : ''}
        </span>
      </div>
      {product === undefined ? (
        <>
          <CopyButton value={text} label={t('barcode.copy')} />
          {gtin === null ? null : <AddTo number={gtin} hash={hash} />}
        </>
      ) : (
        <Button size="xs" variant="light" onClick={() => navigate(`/product/${product.id}`)}>
          {t('duplicates.openKnown')}
        </Button>
      )}
    </div>
  );
}

/** The number becomes one of the products that the photo may show: those that look likely, then the first results. */
function AddTo({ number, hash }: { number: string; hash: string }) {
  const { t } = useTranslation();
  const likely = useAnswer('search.lookUp', { hash }, { fresh: true }).data?.candidates ?? [];
  const results = useResults(({ pages }) => pages.get(0)) ?? [];
  const offered = new Map([...likely.map(({ product }) => product), ...results].map(({ id, title }) => [id, title]));
  if (offered.size === 0) return null;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} />}>
          {t('barcode.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('barcode.addTo')}</Menu.Label>
        {[...offered].slice(0, mostOffered).map(([id, title]) => (
          <Menu.Item key={id} onClick={() => void addBarcode(id, title, number)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
