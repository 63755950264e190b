/** Tables of shop systems, made small. */
import { describe, expect, it } from 'vitest';
import type { TableProblem, TableProduct } from './index.ts';
import { eachTableFolder, readWithFormat as read } from './testing.ts';

const folder = eachTableFolder();
const { table } = folder;
const tags = (product: TableProduct | undefined) => product?.tags.map((tag) => `${tag.group}:${tag.name}`);
const others = (problems: readonly TableProblem[]) => problems.filter(({ code }) => code !== 'IMAGE_REMOTE');

describe('WooCommerce', () => {
  it('cuts categories and options with kept separators, and knows rows by their id', async () => {
    const { products, problems, format } = await read(
      table(
        `ID,Type,SKU,Name,Published,"Is featured?",Description,"Sale price","Regular price",Categories,Tags,Images,Parent,"Attribute 1 name","Attribute 1 value(s)","Attribute 2 name","Attribute 2 value(s)"
21,simple,SH-1,"Canvas shoe",1,0,"Light shoe",,39.50,"Clothing > Shoes, Sale","summer, canvas",https://x.example/a.jpg,,Color,Red,Size,"38, 39, 40"
22,simple,BG-1,"Day bag",1,0,"Roomy bag",44,59,"Clothing > Bags","city",https://x.example/b.jpg,,Color,Blue,Material,Leather
23,simple,HT-1,"Felt hat",1,0,"Warm hat",,25,"Clothing > Hats\\, Caps, Winter","felt",https://x.example/c.jpg,,Color,Green,,
25,simple,,"Ankle boot",1,0,"Sturdy boot",,99,"Clothing > Shoes","winter",https://x.example/d.jpg,,Color,Black,,
`,
      ),
    );
    expect(format).toBe('woocommerce');
    expect(others(problems)).toEqual([]);
    expect(products.map(({ sku, price }) => [sku, price])).toEqual([
      ['SH-1', 39.5],
      ['BG-1', 44],
      ['HT-1', 25],
      ['id:25', 99],
    ]);
    expect(tags(products[0])).toEqual([
      'category:Clothing > Shoes',
      'category:Sale',
      'tag:summer',
      'tag:canvas',
      'colour:Red',
      'size:38',
      'size:39',
      'size:40',
    ]);
    expect(tags(products[1])).toContain('material:Leather');
    expect(tags(products[2])).toEqual([
      'category:Clothing > Hats, Caps',
      'category:Winter',
      'tag:felt',
      'colour:Green',
    ]);
  });

  it('puts variations with their parent, named by id or sku, above or below them', async () => {
    const { products } = await read(
      table(
        `ID,Type,SKU,Name,Published,Regular price,Parent,Images,Attribute 1 name,Attribute 1 value(s)
31,variation,T-R,Tee - Red,1,12,id:30,https://x.example/r.jpg,Colour,Red
30,variable,T,Tee,1,,,https://x.example/t.jpg,Colour,"Red, Blue"
32,variation,T-B,Tee - Blue,1,15,T,https://x.example/b.jpg,Colour,Blue
`,
      ),
    );
    expect(products).toMatchObject([
      { sku: 'T', title: 'Tee', price: 12, priceTo: 15, attributes: { Colour: 'Red, Blue' } },
    ]);
    expect(products[0]?.variants.map(({ sku, price, options }) => [sku, price, options])).toEqual([
      ['T-R', 12, [{ name: 'Colour', value: 'Red' }]],
      ['T-B', 15, [{ name: 'Colour', value: 'Blue' }]],
    ]);
    expect(products[0]?.rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('knows headers in the language of the shop, below an empty line and a mark', async () => {
    const { products, format } = await read(
      table(
        '\ufeff\t\nID,Тип,Артикул,Имя,Опубликован,Базовая цена,Категории,Изображения,Название атрибута 1,Значение(-я) атрибута 1\n5,simple,К-1,Куртка,1,"1 299,00","Одежда > Куртки, Зима",https://x.example/k.jpg,Цвет,Красный\n',
      ),
    );
    expect(format).toBe('woocommerce');
    expect(products).toMatchObject([{ sku: 'К-1', title: 'Куртка', price: 1299, attributes: { Цвет: 'Красный' } }]);
    expect(tags(products[0])).toContain('category:Зима');
  });
});

describe('other systems', () => {
  it('Magento: variants that stand above the product that lists them', async () => {
    const { products, format } = await read(
      table(
        `sku,store_view_code,attribute_set_code,product_type,categories,name,price,special_price,visibility,additional_attributes,base_image,additional_images,configurable_variations
M-S,,Top,simple,"Default Category/Men/Tops,Default Category",Hoodie-S,52,,Not Visible Individually,"color=Black,size=S,material=Cotton|Wool, soft",/m/h/a.jpg,,
M-M,,Top,simple,"Default Category/Men/Tops",Hoodie-M,54,,Not Visible Individually,"color=Black,size=M",/m/h/a.jpg,"/m/h/b.jpg,/m/h/c.jpg",
M,,Top,configurable,"Default Category/Men/Tops",Hoodie,,,"Catalog, Search",,/m/h/a.jpg,,"sku=M-S,size=S,color=Black|sku=M-M,size=M,color=Black"
N,,Bag,simple,Default Category/Bags,Bag,30,25,"Catalog, Search",,,,
`,
      ),
    );
    expect(format).toBe('magento');
    expect(products.map(({ sku, title, price, priceTo }) => [sku, title, price, priceTo])).toEqual([
      ['M', 'Hoodie', 52, 54],
      ['N', 'Bag', 25, null],
    ]);
    expect(products[0]?.variants).toMatchObject([
      {
        sku: 'M-S',
        options: [
          { name: 'size', value: 'S' },
          { name: 'color', value: 'Black' },
        ],
      },
      {
        sku: 'M-M',
        options: [
          { name: 'size', value: 'M' },
          { name: 'color', value: 'Black' },
        ],
      },
    ]);
    expect(tags(products[0])).toEqual(
      expect.arrayContaining(['category:Men > Tops', 'colour:Black', 'size:S', 'size:M', 'material:Cotton']),
    );
  });

  it('PrestaShop: a discount is a sale within its time, as an amount or in percent', async () => {
    const { products } = await read(
      table(
        [
          'Product ID,Active (0/1),Name *,Categories (x;y;z...),Price tax included,Discount amount,Discount percent,Discount from (yyyy-mm-dd),Discount to (yyyy-mm-dd),Reference #',
          '1,1,Percent,Music,100,,5.5,2013-06-01,2099-12-31,D-1',
          '2,1,Amount first,Music,60,12.5,50,,,D-2',
          '3,1,Over,Music,40,5,,2013-06-01,2018-12-31,D-3',
          '4,1,None,Music,30,0,0,,,D-4',
          '5,1,More than it costs,Music,10,20,,,,D-5',
          '',
        ].join('\n'),
      ),
    );
    expect(products.map(({ sku, price }) => [sku, price])).toEqual([
      ['D-1', 94.5],
      ['D-2', 47.5],
      ['D-3', 40],
      ['D-4', 30],
      ['D-5', 10],
    ]);
    expect(products[0]?.variants[0]).toMatchObject({ price: 100, sale: { price: 94.5 } });
    expect(products[2]?.variants[0]).toMatchObject({ price: 40, sale: { price: 35, to: '2018-12-31T23:59:59.999Z' } });
  });

  it('PrestaShop: products, and combinations of one product', async () => {
    const products = await read(
      table(
        'Product ID,Active (0/1),Name *,Categories (x;y;z...),Price tax excluded or Price tax included,Reference #,Manufacturer,Tags (x;y;z...),Image URLs (x;y;z...),Feature(Name:Value:Position)\n1,1,iPod,"Music;Players",100,RP-1,Apple,apple; ipod,"http://x.example/1.jpg,http://x.example/2.jpg","Weight:5 g:1,Colour:Red:2"\n2,1,Case,Music,9.5,,Apple,,,\n',
      ),
    );
    expect(products.format).toBe('prestashop');
    expect(products.products).toMatchObject([
      { sku: 'RP-1', price: 100, attributes: { Weight: '5 g', Colour: 'Red' } },
      { sku: '2', price: 9.5 },
    ]);
    expect(tags(products.products[0])).toEqual(
      expect.arrayContaining([
        'category:Music',
        'category:Players',
        'tag:apple',
        'tag:ipod',
        'brand:Apple',
        'colour:Red',
      ]),
    );
    expect(products.problems.filter(({ code }) => code === 'IMAGE_REMOTE')).toHaveLength(2);
    const combinations = await read(
      table(
        'Product ID*,Product Reference,Attribute (Name:Type:Position)*,Value (Value:Position)*,Reference,EAN13,Impact on price,Quantity,Image URL\n1,,Color:color:0; Disk space:select:3,Blue:0; 16GB:1,R-B,0001,40,10,http://x.example/b.jpg\n1,,Color:color:0; Disk space:select:1,Red:0; 8GB:1,R-R,0002,0,5,http://x.example/r.jpg\n',
        'combinations.csv',
      ),
    );
    expect(combinations.format).toBe('prestashop-combinations');
    expect(combinations.products).toMatchObject([
      {
        sku: '1',
        attributes: { Color: 'Blue, Red', 'Disk space': '16GB, 8GB', EAN13: '0001, 0002' },
        variants: [{ sku: 'R-B', stock: 10, barcode: '0001' }, { sku: 'R-R' }],
      },
    ]);
  });

  it('Etsy: listings without numbers, in the language of the shop', async () => {
    const { products, format } = await read(
      table(
        'TITOLO,DESCRIZIONE,PREZZO,CODICE_VALUTA,QUANTITÀ,TAG,MATERIALI,IMMAGINE1,IMMAGINE2,"VARIAZIONE 1 TIPO","VARIAZIONE 1 NOME","VARIAZIONE 1 VALORI"\n"Anello","Bello","38,50",EUR,1,"Art_Deco,oro","Oro,Argento",https://x.example/il_1.jpg,https://x.example/il_2.jpg,,Taglia,"S,M"\n"Anello","Altro",40,EUR,2,,,https://x.example/il_1.jpg,,,,\n',
      ),
    );
    expect(format).toBe('etsy');
    expect(products).toMatchObject([
      { sku: 'Anello', price: 38.5, currency: 'EUR', attributes: { Taglia: 'S, M' } },
      { sku: 'Anello (2)', price: 40 },
    ]);
    expect(tags(products[0])).toEqual([
      'tag:Art Deco',
      'tag:oro',
      'material:Oro',
      'material:Argento',
      'size:S',
      'size:M',
    ]);
  });

  it('eBay: lines of settings above the header, variations below their listing', async () => {
    const { products, format, problems } = await read(
      table(
        '#INFO,Version=0.0.2,Template=fx_category_template_EBAY_US\n*Action(SiteID=US|Country=US|Currency=USD|Version=1193|CC=UTF-8),CustomLabel,*Category,*Title,*ConditionID,PicURL,*StartPrice,*Quantity,Relationship,RelationshipDetails,C:Brand\nAdd,S-1,123,Shirt,1000,https://x.example/1.jpg|https://x.example/2.jpg,,,,Colour=Red;Blue|Size=M;L,Acme\n,S-1-R,,,,,9.99,3,Variation,Colour=Red|Size=M,\n,S-1-B,,,,,12.99,1,Variation,Colour=Blue|Size=L,\nAdd,H-1,5,Hat,1000,,5,1,,,Acme\n',
      ),
    );
    expect(format).toBe('ebay');
    expect(others(problems).map(({ row }) => row)).toEqual([6]);
    expect(products).toMatchObject([
      { sku: 'S-1', title: 'Shirt', price: 9.99, priceTo: 12.99, attributes: { Colour: 'Red, Blue', Size: 'M, L' } },
      { sku: 'H-1', price: 5 },
    ]);
    expect(problems.filter(({ code }) => code === 'IMAGE_REMOTE')).toHaveLength(2);
  });

  it('Amazon: labels and settings above the names of fields, children by their parent', async () => {
    const { products, format } = await read(
      table(
        'TemplateType=fptcustom\tVersion=2023.1116\tTemplateSignature=x\t\t\t\t\t\t\nSeller SKU\tProduct Name\tBrand\tColor\tSize\tPrice\tMain Image\tParent SKU\tParentage\nitem_sku\titem_name\tbrand_name\tcolor_name\tsize_name\tstandard_price\tmain_image_url\tparent_sku\tparentage\nP\tShirt\tAcme\t\t\t\thttps://x.example/p.jpg\t\tparent\nC1\tShirt red\tAcme\tRed\tM\t10\thttps://x.example/1.jpg\tP\tchild\nC2\tShirt blue\tAcme\tBlue\tL\t12\thttps://x.example/2.jpg\tP\tchild\n',
        'feed.txt',
      ),
    );
    expect(format).toBe('amazon');
    expect(products).toMatchObject([{ sku: 'P', title: 'Shirt', price: 10, priceTo: 12 }]);
    expect(tags(products[0])).toEqual(['brand:Acme', 'colour:Red', 'size:M', 'colour:Blue', 'size:L']);
  });

  it('Taobao: a line of version and headers in two languages', async () => {
    const { products, format, problems } = await read(
      table(
        'version 1.00\ntitle\tcid\tseller_cids\tprice\tnum\tdescription\tpicture\touter_id\tnum_id\n宝贝名称\t宝贝类目\t店铺类目\t宝贝价格\t宝贝数量\t宝贝描述\t新图片\t商家编码\t数字ID\n连衣裙\t16\t1\t99.00\t5\t<p>好</p>\tabc:1:0:|https://img.example/a.jpg;def:1:1:|https://img.example/b.jpg;\tK-1\t77\n上衣\t16\t1\t59.00\t5\t好\t\t\t78\n',
        'taobao.csv',
      ),
    );
    expect(format).toBe('taobao');
    expect(products.map(({ sku, title, price }) => [sku, title, price])).toEqual([
      ['K-1', '连衣裙', 99],
      ['78', '上衣', 59],
    ]);
    expect(problems.filter(({ code }) => code === 'IMAGE_REMOTE').map(({ path: file }) => file)).toEqual([
      'https://img.example/a.jpg',
      'https://img.example/b.jpg',
    ]);
  });

  it('Google Merchant, as a table and as XML', async () => {
    const fields = [
      'id',
      'title',
      'description',
      'link',
      'image_link',
      'additional_image_link',
      'price',
      'sale_price',
      'item_group_id',
      'color',
      'size',
      'product_type',
      'brand',
    ];
    const rows = [
      [
        'A-1',
        'Tee',
        'Soft',
        'https://x.example/a',
        'https://x.example/1.jpg',
        'https://x.example/2.jpg,https://x.example/3.jpg',
        '20.00 USD',
        '15.00 USD',
        'A',
        'Red',
        'M',
        'Apparel > Shirts',
        'Acme',
      ],
      [
        'A-2',
        'Tee',
        'Soft',
        'https://x.example/a',
        'https://x.example/4.jpg',
        '',
        '22.00 USD',
        '',
        'A',
        'Blue',
        'M',
        'Apparel > Shirts',
        'Acme',
      ],
    ];
    const text = await read(table([fields, ...rows].map((row) => row.join('\t')).join('\n'), 'feed.tsv'));
    const items = rows.map((row) =>
      row
        .flatMap((cell, n) =>
          (fields[n] === 'additional_image_link' ? cell.split(',') : [cell]).map((value) => [fields[n], value]),
        )
        .filter(([, value]) => value !== '')
        .map(([name, value]) =>
          name === 'title' ? `<title>${value}</title>` : `<g:${name}>${value?.replace('>', '&gt;')}</g:${name}>`,
        )
        .join('\n'),
    );
    const xml = await read(
      table(
        `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>\n${items.map((item) => `<item>\n${item}\n</item>`).join('\n')}\n</channel></rss>`,
        'feed.xml',
      ),
    );
    for (const { format, products, problems } of [text, xml]) {
      expect(format).toBe('google-merchant');
      expect(products).toMatchObject([
        { sku: 'A', title: 'Tee', price: 15, priceTo: 22, currency: 'USD', url: 'https://x.example/a' },
      ]);
      expect(products[0]?.variants.map(({ sku }) => sku)).toEqual(['A-1', 'A-2']);
      expect(tags(products[0])).toEqual(
        expect.arrayContaining(['category:Apparel > Shirts', 'brand:Acme', 'colour:Red', 'colour:Blue', 'size:M']),
      );
      expect(problems.filter(({ code }) => code === 'IMAGE_REMOTE')).toHaveLength(4);
    }
    expect(xml.products[0]?.rows.map(({ line }) => line)).toEqual([3, 19]);
  });
});

describe('tables of systems that are not known', () => {
  it('Shopware: is not taken for PrestaShop, and keeps its prices', async () => {
    const { products, format } = await read(
      table(
        'id;parent_id;product_number;active;stock;name;description;price_net;price_gross;cover_media_url;categories\na1;;SW10001;1;50;Hauptartikel;<p>Text</p>;416.34;495.95;https://sw.example/m.jpg;c1|c2\n',
      ),
    );
    expect(format).toBe('table');
    expect(products).toMatchObject([
      { sku: 'SW10001', title: 'Hauptartikel', description: 'Text', price: 495.95, variants: [{ stock: 50 }] },
    ]);
    const older = await read(
      table(
        'ordernumber;name;supplier;price_EK;pseudoprice_EK;instock;description;ean\nSW-1;Herrenhemd;Acme;49,95;69,95;12;Kurz;4006381333931\nSW-1.1;Herrenhemd M;Acme;49,95;69,95;3;Kurz;\n',
        'older.csv',
      ),
    );
    expect(older.products.map(({ sku, price }) => [sku, price])).toEqual([
      ['SW-1', 49.95],
      ['SW-1.1', 49.95],
    ]);
  });

  it('Ecwid: knows what a column is of without "product_", and takes no price for a number', async () => {
    const { products } = await read(
      table(
        'type,product_internal_id,product_sku,product_name,product_description,product_price,product_compare_to_price,product_quantity,product_category_1,product_brand,product_upc,product_media_main_image_url\nproduct,1,EC-1,Wool hat,<p>Warm</p>,25,30,9,Hats,Acme,4006381333931,https://e.example/1.jpg\nproduct,2,EC-2,Felt hat,<p>Warmer</p>,27,,4,Hats,Nova,,https://e.example/2.jpg\n',
      ),
    );
    expect(products.map(({ sku, title, price }) => [sku, title, price])).toEqual([
      ['EC-1', 'Wool hat', 25],
      ['EC-2', 'Felt hat', 27],
    ]);
    expect(products[0]?.variants).toMatchObject([{ stock: 9, barcode: '4006381333931' }]);
    expect(tags(products[0])).toEqual(expect.arrayContaining(['category:Hats', 'brand:Acme']));
  });
});
