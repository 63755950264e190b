/** What tables of shops say of the variants of a product. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bySku, linesOf, readAll, type TableFolder, tableFolder, tagNames } from './testing.ts';
import type { TableVariant } from './types.ts';

let folder: TableFolder;
beforeEach(() => {
  folder = tableFolder();
});
afterEach(() => folder.remove());

const image = ({ imagePath }: TableVariant) => imagePath && path.relative(folder.dir, imagePath);
const options = ({ options: own }: TableVariant) => own.map(({ name, value }) => `${name}: ${value}`).join(', ');
const [past, future] = ['2000-01-31', '2999-01-31'];

describe('a variant', () => {
  it('has the image that Shopify gives it, not that of its row', async () => {
    folder.images('front.jpg', 'back.jpg', 'red.jpg');
    const file = folder.table(
      'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price,Variant Inventory Qty,Variant Barcode,Image Src,Variant Image\n' +
        "tee,Tee,Scent,Rose,T-R,10,12,4,'0123456789012,front.jpg,\ntee,,,Lime,T-L,11,,0,,back.jpg,red.jpg\n",
    );
    const { products } = await readAll(file);
    expect(products).toMatchObject([{ price: 10, priceTo: 11 }]);
    const [tee] = products;
    expect(folder.names(tee)?.sort()).toEqual(['back.jpg', 'front.jpg', 'red.jpg']);
    expect(tee?.variants).toMatchObject([
      { sku: 'T-R', price: 10, comparePrice: 12, stock: 4, barcode: '0123456789012', imagePath: null, line: 2 },
      { sku: 'T-L', price: 11, comparePrice: null, stock: 0, barcode: '', line: 3 },
    ]);
    expect(tee?.variants.map(image)).toEqual([null, 'red.jpg']);
  });

  it('has the first image of its row where it has a row of its own', async () => {
    folder.images('shoe.jpg', 'blue.jpg', 'blue2.jpg');
    const file = folder.table(
      'ID,Type,SKU,Name,Published,Regular price,Stock,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n' +
        '1,variable,SH,Shoe,1,,,shoe.jpg,,Colour,"Blue, Red"\n2,variation,SH-B,,1,30,7,"blue.jpg, blue2.jpg",SH,Colour,Blue\n3,variation,SH-R,,1,32,,,id:1,Colour,Red\n',
    );
    const [shoe] = (await readAll(file)).products;
    expect(shoe?.variants.map((one) => [one.sku, options(one), one.price, one.stock, image(one)])).toEqual([
      ['SH-B', 'Colour: Blue', 30, 7, 'blue.jpg'],
      ['SH-R', 'Colour: Red', 32, null, null],
    ]);
  });

  it('can be filtered by every option, but for what a buyer writes', async () => {
    const text = 'x'.repeat(61);
    const file = folder.table(
      'Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price\n' +
        `ring,Ring,Ring  Size,52,Engraving,${text},R-52,1\nring,,,54,,None,R-54,1\ncap,Cap,Title,Default Title,,,C,2\n`,
    );
    const { products } = await readAll(file);
    expect(bySku(products).get('ring')?.tags).toEqual([
      { group: 'ring size', name: '52' },
      { group: 'ring size', name: '54' },
    ]);
    expect(bySku(products).get('ring')?.attributes).toMatchObject({ Engraving: text });
    expect(bySku(products).get('cap')).toMatchObject({ tags: [], variants: [{ sku: 'C', options: [], price: 2 }] });
  });

  it('stands for the product where a table knows none', async () => {
    const etsy = folder.table(
      'TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,SKU\nRing,Fine,38.5,EUR,3,,,,R-1\nBand,Fine,8,EUR,9,,,,"B-1, B-2"\n',
    );
    const own = (await readAll(etsy)).products.map(({ variants }) => variants.map(({ sku, stock }) => [sku, stock]));
    expect(own).toEqual([
      [['R-1', 3]],
      [
        ['B-1', null],
        ['B-2', null],
      ],
    ]);
    const plain = folder.table('sku,title,EAN,Stock,price\nA,Mug,4006381333931,12,5\nB,Cup,,,6\n', 'plain.csv');
    expect((await readAll(plain)).products).toMatchObject([
      { variants: [{ sku: '', barcode: '4006381333931', stock: 12, price: 5 }], attributes: { EAN: '4006381333931' } },
      { variants: [] },
    ]);
  });
});

describe('a sale', () => {
  const woo = (...rows: string[]) =>
    folder.table(
      `Type,SKU,Name,Published,Date sale price starts,Date sale price ends,Sale price,Regular price\n${rows.join('\n')}\n`,
    );

  it('counts within its time, and is kept outside of it', async () => {
    const { products, problems } = await readAll(
      woo(
        'simple,ALWAYS,A,1,,,18,20',
        `simple,NOW,B,1,${past},${future} 0:00:00,18,20`,
        `simple,OVER,C,1,,${past},18,20`,
        `simple,LATER,D,1,${future},,18,20`,
        'simple,NEVER,E,1,,,,20',
        'simple,ODD,F,1,next week,,18,20',
      ),
    );
    const found = new Map(products.map(({ sku, price, variants }) => [sku, { price, ...variants[0] }]));
    expect([...found].map(([sku]) => [sku, products.find((one) => one.sku === sku)?.price])).toEqual([
      ['ALWAYS', 18],
      ['NOW', 18],
      ['OVER', 20],
      ['LATER', 20],
      ['NEVER', 20],
      ['ODD', 20],
    ]);
    const saleOf = (sku: string) => products.find((one) => one.sku === sku)?.variants[0];
    expect(saleOf('ALWAYS')).toMatchObject({ price: 20, sale: { price: 18, from: null, to: null } });
    expect(saleOf('OVER')?.sale).toEqual({
      price: 18,
      from: null,
      to: new Date(2000, 0, 31, 23, 59, 59, 999).toISOString(),
    });
    expect(saleOf('LATER')?.sale).toEqual({ price: 18, from: new Date(2999, 0, 31).toISOString(), to: null });
    expect([saleOf('NEVER')?.sale, saleOf('ODD')?.sale]).toEqual([null, null]);
    expect(linesOf(problems)).toEqual([7]);
    expect(problems[0]?.reason).toContain('"next week" is not clear as the date of a sale');
  });

  it.each([
    ['1/31/00', '2000-01-31'],
    ['31/1/2000', '2000-01-31'],
    ['31.01.2000', '2000-01-31'],
    ['2000/1/31', '2000-01-31'],
    ['1/31/00, 12:00 AM', '2000-01-31'],
  ])('that ended on %s is over in any notation', async (end, day) => {
    const [product] = (await readAll(woo(`simple,S,A,1,,"${end}",18,20`))).products;
    expect(product?.price).toBe(20);
    expect(product?.variants[0]?.sale?.to).toBe(new Date(`${day}T23:59:59.999`).toISOString());
  });

  it.each(['2/30/2024', '31/31/2024', '2024-13-01', 'soon'])('is not guessed from %s', async (end) => {
    const { products, problems } = await readAll(woo(`simple,S,A,1,,${end},18,20`));
    expect(products[0]).toMatchObject({ price: 20, variants: [{ price: 20, sale: null }] });
    expect(linesOf(problems)).toEqual([2]);
  });

  it('is read from Magento, Google and Amazon too', async () => {
    const magento = folder.table(
      `sku,attribute_set_code,product_type,name,price,special_price,special_price_from_date,special_price_to_date\nM,Default,simple,Mug,20,15,1/1/00,1/31/00\nN,Default,simple,Nut,20,15,1/1/00,\n`,
      'magento.csv',
    );
    const google = folder.table(
      'id\ttitle\timage_link\tlink\tavailability\tprice\tsale_price\tsale_price_effective_date\n' +
        'G\tGlove\t\t\tin_stock\t20.00 EUR\t15.00 EUR\t2000-02-24T11:07+0100/2000-02-29T23:07+0100\n',
      'google.tsv',
    );
    const amazon = folder.table(
      `item_sku\titem_name\tbrand_name\tstandard_price\tsale_price\tsale_from_date\tsale_end_date\nA\tApron\tX\t20\t15\t${past}\t${future}\n`,
      'amazon.tsv',
    );
    expect((await readAll(magento)).products).toMatchObject([{ price: 20 }, { price: 15 }]);
    expect((await readAll(google)).products).toMatchObject([
      {
        price: 20,
        currency: 'EUR',
        variants: [{ sale: { from: '2000-02-24T10:07:00.000Z', to: '2000-02-29T22:07:00.000Z' } }],
      },
    ]);
    expect((await readAll(amazon)).products).toMatchObject([{ price: 15, variants: [{ price: 20 }] }]);
  });

  it('of a variant counts in the range of its product', async () => {
    const file = folder.table(
      `ID,Type,SKU,Name,Published,Date sale price ends,Sale price,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n1,variable,T,Tee,1,,,,,Size,"S, M"\n2,variation,T-S,,1,${past},5,20,T,Size,S\n3,variation,T-M,,1,${future},15,20,T,Size,M\n`,
    );
    const { products } = await readAll(file);
    expect(products).toMatchObject([{ price: 15, priceTo: 20 }]);
    expect(tagNames(products[0], 'size')).toEqual(['S', 'M']);
  });
});
