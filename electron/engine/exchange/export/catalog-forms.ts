/** The forms in which shop systems take in products, made from any product of the library. */
import type { Product } from '../../../contract/catalog.ts';
import type { ExportFormat } from '../../../contract/exchange.ts';
import { escapeXml } from '../../ingest/tables/xml-text.ts';

export type CatalogFormat = Exclude<ExportFormat, 'source' | 'jsonl'>;

export interface CatalogForm {
  readonly header: readonly string[];
  readonly delimiter: ',' | '\t';
  /** The rows of a product, each as long as the header. `images`: their addresses, or the paths of their files. */
  rows(product: Product, images: readonly string[]): (readonly (string | number | null)[])[];
}

type Variant = Product['variants'][number];

const tagsOf = ({ tags }: Product, ...groups: string[]): string[] =>
  tags.filter(({ group, provenance }) => provenance !== 'rejected' && groups.includes(group)).map(({ name }) => name);

/** Tags of groups that have no column of their own. */
const otherTags = ({ tags }: Product, ...groups: string[]): string[] =>
  tags.filter(({ group, provenance }) => provenance !== 'rejected' && !groups.includes(group)).map(({ name }) => name);

const amount = ({ price }: Product): string => (price === null ? '' : price.amount.toFixed(2));

const attribute = ({ attributes }: Product, pattern: RegExp): string =>
  attributes.find(({ name }) => pattern.test(name))?.value ?? '';

/** What a variant costs; one price that was said of the whole product holds for all of them. */
const variantAmount = (product: Product, { price }: Variant): string => {
  if (product.price !== null && product.price.upTo === undefined) return amount(product);
  return price === null ? '' : price.toFixed(2);
};

/** Variants that differ in something; a product that is sold in one form has none. */
const differing = ({ variants }: Product): readonly Variant[] =>
  variants.length > 1 || variants.some(({ options }) => options.length > 0) ? variants : [];

/** The number of what is sold: a product in one form has that of its only variant, since its own may be a part of an address. */
const soldNumber = (product: Product): string =>
  (differing(product).length === 0 && product.variants[0]?.sku) || product.sku;

const optionNames = (variants: readonly Variant[]): string[] => [
  ...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name))),
];

const optionOf = ({ options }: Variant, name: string | undefined): string =>
  options.find((option) => option.name === name)?.value ?? '';

const barcodeOf = (product: Product): string =>
  product.variants[0]?.barcode || attribute(product, /barcode|gtin|ean|upc/i);

const html = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n\n')
        .map((paragraph) => `<p>${escapeXml(paragraph).replaceAll('\n', '<br>')}</p>`)
        .join('');

/** What addresses of a shop are made of. */
function handleOf(sku: string): string {
  const plain = sku
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? sku : plain;
}

const shopifyOptions = 3;
const shopify: CatalogForm = {
  delimiter: ',',
  header: [
    'Handle',
    'Title',
    'Body (HTML)',
    'Vendor',
    'Type',
    'Tags',
    'Published',
    'Option1 Name',
    'Option1 Value',
    'Option2 Name',
    'Option2 Value',
    'Option3 Name',
    'Option3 Value',
    'Variant SKU',
    'Variant Inventory Qty',
    'Variant Price',
    'Variant Compare At Price',
    'Variant Barcode',
    'Image Src',
    'Image Position',
    'Status',
  ],
  rows(product, images) {
    const handle = handleOf(product.sku);
    const kind = tagsOf(product, 'type', 'category')[0] ?? '';
    const others = otherTags(product, 'brand').filter((name) => name !== kind);
    const variants = differing(product);
    const names = optionNames(variants).slice(0, shopifyOptions);
    const about = [
      product.title,
      html(product.description),
      tagsOf(product, 'brand')[0] ?? '',
      kind,
      others.map((name) => name.replaceAll(',', ' ')).join(', '),
      'TRUE',
    ];
    const sold = variants.length > 0 ? variants : [product.variants[0]];
    const count = Math.max(sold.length, images.length);
    return Array.from({ length: count }, (_, place) => {
      const first = place === 0;
      const variant = sold[place];
      const image = images[place] ?? '';
      const options = Array.from({ length: shopifyOptions }, (_none, number) => {
        if (place >= sold.length) return ['', ''];
        if (names.length === 0) return number === 0 ? ['Title', 'Default Title'] : ['', ''];
        const name = names[number];
        return [first ? (name ?? '') : '', variant === undefined ? '' : optionOf(variant, name)];
      });
      const price =
        place >= sold.length ? '' : variant === undefined ? amount(product) : variantAmount(product, variant);
      return [
        handle,
        ...(first ? about : about.map(() => '')),
        ...options.flat(),
        place >= sold.length ? '' : variant?.sku || (variants.length > 0 ? '' : soldNumber(product)),
        variant?.stock ?? '',
        price,
        variant?.comparePrice?.toFixed(2) ?? '',
        variant?.barcode ?? (first ? barcodeOf(product) : ''),
        image,
        image === '' ? '' : place + 1,
        first ? 'active' : '',
      ];
    });
  },
};

const wooText = (text: string): string => text.replace(/\\(?=[nrt])/g, '\\\\').replaceAll('\n', '\\n');
const wooList = (entries: readonly string[]): string => entries.map((entry) => entry.replaceAll(',', '\\,')).join(', ');

const wooAttributes = 3;
const woocommerce: CatalogForm = {
  delimiter: ',',
  header: [
    'Type',
    'SKU',
    'GTIN, UPC, EAN, or ISBN',
    'Name',
    'Published',
    'Is featured?',
    'Description',
    'Stock',
    'Regular price',
    'Categories',
    'Tags',
    'Brands',
    'Images',
    'Parent',
    ...Array.from({ length: wooAttributes }, (_, number) => [
      `Attribute ${number + 1} name`,
      `Attribute ${number + 1} value(s)`,
    ]).flat(),
  ],
  rows(product, images) {
    const variants = differing(product);
    const names = optionNames(variants).slice(0, wooAttributes);
    const attributes = names.flatMap((name) => [
      name,
      wooList([...new Set(variants.map((variant) => optionOf(variant, name)).filter((value) => value !== ''))]),
    ]);
    const colours = tagsOf(product, 'colour');
    const sizes = tagsOf(product, 'size');
    const said =
      variants.length > 0
        ? attributes
        : [
            ...(colours.length > 0 ? ['Color', wooList(colours)] : []),
            ...(sizes.length > 0 ? ['Size', wooList(sizes)] : []),
          ];
    const padded = (cells: readonly string[]): string[] =>
      Array.from({ length: wooAttributes * 2 }, (_, place) => cells[place] ?? '');
    const parent = [
      variants.length > 0 ? 'variable' : 'simple',
      soldNumber(product),
      barcodeOf(product),
      product.title,
      1,
      0,
      wooText(product.description),
      variants.length > 0 ? '' : (product.variants[0]?.stock ?? ''),
      variants.length > 0 ? '' : amount(product),
      wooList(tagsOf(product, 'category', 'type')),
      wooList(otherTags(product, 'category', 'type', 'brand', 'colour', 'size')),
      wooList(tagsOf(product, 'brand')),
      images.join(', '),
      '',
      ...padded(said),
    ];
    const children = variants.map((variant, place) => [
      'variation',
      variant.sku || `${product.sku}-${place + 1}`,
      variant.barcode,
      product.title,
      1,
      0,
      '',
      variant.stock ?? '',
      variantAmount(product, variant),
      '',
      '',
      '',
      '',
      product.sku,
      ...padded(names.flatMap((name) => [name, wooList([optionOf(variant, name)].filter((value) => value !== ''))])),
    ]);
    return [parent, ...children];
  },
};

const google: CatalogForm = {
  delimiter: '\t',
  header: [
    'id',
    'item_group_id',
    'title',
    'description',
    'link',
    'image_link',
    'additional_image_link',
    'availability',
    'price',
    'brand',
    'gtin',
    'product_type',
    'color',
    'size',
    'material',
    'condition',
  ],
  rows(product, images) {
    const [first = '', ...further] = images;
    const variants = differing(product);
    const price = (value: string): string =>
      value === '' || product.price?.currency == null ? value : `${value} ${product.price.currency}`;
    const row = (variant: Variant | undefined, id: string): (string | number)[] => {
      const option = (pattern: RegExp): string | undefined =>
        variant?.options.find(({ name }) => pattern.test(name))?.value;
      return [
        id,
        variant === undefined ? '' : product.sku,
        product.title,
        product.description,
        product.url ?? '',
        first,
        further.slice(0, 10).join(','),
        variant?.stock === 0 ? 'out_of_stock' : 'in_stock',
        price(variant === undefined ? amount(product) : variantAmount(product, variant)),
        tagsOf(product, 'brand')[0] ?? '',
        variant?.barcode ?? barcodeOf(product),
        tagsOf(product, 'category', 'type')[0] ?? '',
        option(/colou?r|couleur|farbe|颜色/i) ?? tagsOf(product, 'colour').slice(0, 3).join('/'),
        option(/size|größe|taille|尺码|尺寸/i) ?? tagsOf(product, 'size')[0] ?? '',
        tagsOf(product, 'material').slice(0, 3).join('/'),
        'new',
      ];
    };
    if (variants.length === 0) return [row(undefined, soldNumber(product))];
    return variants.map((variant, place) => row(variant, variant.sku || `${product.sku}-${place + 1}`));
  },
};

/** A sheet for people: everything in words, a column for each group of tags and each attribute. */
export function sheetForm(groups: readonly string[], attributes: readonly string[]): CatalogForm {
  return {
    delimiter: ',',
    header: ['sku', 'title', 'description', 'price', 'currency', ...groups, ...attributes, 'url', 'images'],
    rows: (product, images) => [
      [
        product.sku,
        product.title,
        product.description,
        product.price?.amount ?? null,
        product.price?.currency ?? '',
        ...groups.map((group) => tagsOf(product, group).join(', ')),
        ...attributes.map((name) => product.attributes.find((own) => own.name === name)?.value ?? ''),
        product.url ?? '',
        images.join('\n'),
      ],
    ],
  };
}

export const shopForms: Readonly<Record<'shopify' | 'woocommerce' | 'google', CatalogForm>> = {
  shopify,
  woocommerce,
  google,
};
