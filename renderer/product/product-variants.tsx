/** What of a product can be bought by itself: options, number, price, stock and barcode, a row each. */
import type { Product, Variant } from '@contract';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import product from './product.module.css';
import classes from './product-variants.module.css';

interface ProductVariantsProps {
  readonly product: Product;
  /** Numbers and barcodes that were searched for. */
  readonly asked: readonly string[];
  /** Shows the photo of a variant. */
  onImage(imageId: number): void;
}

export function ProductVariants({ product: shown, asked, onImage }: ProductVariantsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { variants } = shown;
  const names = [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))];
  const columns = columnsOf(variants, shown.sku);
  const several = variants.length > 1 || names.length > 0;
  if (variants.length === 0 || (!several && !columns.sku && !columns.stock && !columns.barcode && !columns.before))
    return null;
  const title = several ? t('product.variants', { count: variants.length }) : t('product.forSale');
  const thumbs = new Map(shown.images.map(({ id, thumb }) => [id, thumb]));
  return (
    <section className={product.section} aria-label={title}>
      <h3 className={product.heading}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled with the keyboard */}
      <div className={classes.frame} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.image ? <th aria-label={t('product.photos')} /> : null}
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {columns.sku ? <th scope="col">{t('product.variantSku')}</th> : null}
              {columns.price ? (
                <th scope="col" data-number>
                  {t('product.price')}
                </th>
              ) : null}
              {columns.stock ? (
                <th scope="col" data-number>
                  {t('product.stock')}
                </th>
              ) : null}
              {columns.barcode ? <th scope="col">{t('product.barcode')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => {
              const key = `${variant.line} ${variant.sku} ${JSON.stringify(variant.options)}`;
              const { imageId } = variant;
              return (
                <tr key={key} data-asked={asked.includes(variant.sku) || asked.includes(variant.barcode)}>
                  {columns.image ? (
                    <td className={classes.photoCell}>
                      {imageId === null ? null : (
                        <button
                          type="button"
                          className={classes.photoButton}
                          aria-label={t('product.showVariantPhoto', { name: nameOf(variant) })}
                          onClick={() => onImage(imageId)}
                        >
                          <Photo fit="tile" className={classes.photo} src={thumbs.get(imageId) ?? null} alt="" />
                        </button>
                      )}
                    </td>
                  ) : null}
                  {names.map((name) => (
                    <td key={name}>{variant.options.find((option) => option.name === name)?.value ?? ''}</td>
                  ))}
                  {columns.sku ? <td className={classes.number}>{variant.sku}</td> : null}
                  {columns.price ? (
                    <td data-number>
                      <VariantPrice variant={variant} />
                    </td>
                  ) : null}
                  {columns.stock ? (
                    <td data-number data-none={variant.stock !== null && variant.stock <= 0}>
                      {variant.stock === null ? '' : format.number(variant.stock)}
                    </td>
                  ) : null}
                  {columns.barcode ? <td className={classes.number}>{variant.barcode}</td> : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What it costs now, what it cost before, and when a sale is. */
function VariantPrice({ variant }: { variant: Variant }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { price, sale, currency } = variant;
  const before = priceBefore(variant);
  return (
    <>
      {price === null ? '' : format.price(price, currency)}
      {before === null ? null : (
        <s className={classes.before}>
          <span className={classes.spoken}>{t('product.priceBefore')} </span>
          {format.price(before, currency)}
        </s>
      )}
      {sale === null || (sale.from === null && sale.to === null) ? null : (
        <span className={classes.sale}>
          {t('product.sale', { price: format.price(sale.price, currency), time: saleTime(sale, format) })}
        </span>
      )}
    </>
  );
}

function priceBefore({ price, usualPrice, comparePrice }: Variant): number | null {
  if (price !== null && usualPrice !== null && usualPrice > price) return usualPrice;
  return price !== null && comparePrice !== null && comparePrice > price ? comparePrice : null;
}

function saleTime({ from, to }: NonNullable<Variant['sale']>, format: Format): string {
  if (from === null) return `– ${format.day(to ?? '')}`;
  return to === null ? `${format.day(from)} –` : `${format.day(from)} – ${format.day(to)}`;
}

function nameOf({ options, sku }: Variant): string {
  return options.map(({ value }) => value).join(', ') || sku;
}

/** Columns that say something. */
function columnsOf(variants: readonly Variant[], productSku: string) {
  return {
    image: variants.some(({ imageId }) => imageId !== null),
    sku: variants.some(({ sku }) => sku !== '' && sku !== productSku),
    price: variants.some(({ price }) => price !== null),
    before: variants.some((variant) => priceBefore(variant) !== null || variant.sale !== null),
    stock: variants.some(({ stock }) => stock !== null),
    barcode: variants.some(({ barcode }) => barcode !== ''),
  };
}
