/** What the headers of product tables mean, in English and Chinese; for options, in the languages that shops write them in. */
import type { ColumnRole } from '../../../contract/ingest.ts';
import { type ColumnUse, headerKey } from '../../dialects/index.ts';

export interface Meaning {
  readonly role: ColumnRole;
  readonly group?: string;
}

/**
 * Headers without case, blanks and punctuation. Within a role the earlier word is the better one: of several columns that could be
 * the sku, the best becomes it and the others attributes.
 */
const words: readonly (readonly [Meaning, string])[] = [
  [
    { role: 'sku' },
    `sku skuid skucode productid itemid articleid productcode itemcode stylecode articlenumber articleno itemnumber itemno
     stylenumber styleno productnumber partnumber ordernumber variantsku id code article mpn asin ean gtin upc barcode handle
     货号 商品货号 商品编号 商品编码 产品编号 产品编码 货品编号 款号 编号 编码 商家编码 商品id 宝贝id 商品代码 型号 条码 条形码`,
  ],
  [
    { role: 'title' },
    `title producttitle itemtitle productname itemname productdisplayname displayname articlename name
     标题 商品标题 产品标题 宝贝标题 商品名称 产品名称 宝贝名称 商品名 产品名 品名 名称 名字`,
  ],
  [
    { role: 'description' },
    `description productdescription longdescription shortdescription desc bodyhtml body details text
     描述 商品描述 产品描述 详情 商品详情 产品详情 说明 介绍 简介 卖点`,
  ],
  [
    { role: 'price' },
    `price saleprice sellingprice unitprice retailprice currentprice listprice regularprice variantprice grossprice pricegross priceek msrp rrp
     价格 售价 销售价 销售价格 现价 单价 零售价 定价 标价 原价 市场价 吊牌价`,
  ],
  [{ role: 'currency' }, 'currency currencycode pricecurrency 币种 货币 货币单位'],
  [{ role: 'url' }, 'url producturl productlink link permalink webpage 链接 商品链接 产品链接 商品网址 网址 宝贝链接'],
  [
    { role: 'image' },
    `image mainimage primaryimage imagepath imagefile imagefilename imagename imagesrc imagelink imageurl images productimage
     productimages productimageurl photo photos photopath picture pictures picturepath pic pics img imgs imgpath additionalimage
     additionalimages additionalimagelink galleryimages gallery thumbnail filename filepath file path
     图片 主图 商品图片 产品图片 商品主图 产品主图 图片路径 图片地址 图片链接 图片文件 图片名 图片名称 照片 图 副图 附图 细节图 详情图 文件名 文件路径`,
  ],
  [
    { role: 'tag', group: 'type' },
    'type producttype itemtype articletype garmenttype 类型 商品类型 产品类型 品类 款型',
  ],
  [
    { role: 'tag', group: 'category' },
    `category productcategory maincategory mastercategory categories categoryname department
     分类 类目 类别 商品分类 商品类目 产品分类 一级分类 一级类目 大类`,
  ],
  [
    { role: 'tag', group: 'subcategory' },
    'subcategory subcategories subtype subclass 子分类 子类目 子类 二级分类 二级类目 小类',
  ],
  [
    { role: 'tag', group: 'colour' },
    'colour color farbe couleur colore kleur cor kolor цвет colours colors basecolour basecolor colourname colorname maincolour maincolor 颜色 色彩 颜色分类 主色 主颜色 颜色名称',
  ],
  [
    { role: 'tag', group: 'brand' },
    'brand brandname vendor manufacturer maker label designer 品牌 品牌名 品牌名称 厂商 制造商 生产商',
  ],
  [{ role: 'tag', group: 'material' }, 'material materials fabric composition upper 材质 面料 材料 成分 质地 主面料'],
  [
    { role: 'tag', group: 'audience' },
    'gender sex audience agegroup targetgroup targetaudience 性别 适用性别 适用人群 人群 适用对象 适用年龄',
  ],
  [{ role: 'tag', group: 'season' }, 'season seasons 季节 适用季节 上市季节 季'],
  [{ role: 'tag', group: 'usage' }, 'usage use occasion occasions activity 用途 场合 适用场合 使用场景 适用场景 场景'],
  [
    { role: 'tag', group: 'size' },
    'size sizes größe grösse taille taglia talla tamanho maat rozmiar размер 尺码 尺寸 大小 号型 规格',
  ],
  [
    { role: 'tag', group: 'tag' },
    'tags tag keywords keyword labels style pattern collection 标签 关键词 关键字 风格 款式 图案 系列',
  ],
];

const meanings = new Map<string, { readonly meaning: Meaning; readonly rank: number }>();
for (const [meaning, list] of words) {
  for (const [rank, word] of list.split(/\s+/).entries()) meanings.set(word, { meaning, rank });
}

/**
 * What the header says, and how well: 0 is the best. "Image 2" and "图片2" mean the same as without the number, "product_price" and "Item
 * price" as without the thing whose price it is.
 */
export function meaningOf(header: string): { readonly meaning: Meaning; readonly rank: number } | undefined {
  const key = headerKey(header);
  const bare = withoutNumber(key);
  for (const [form, added] of [
    [key, 0],
    [ofWhat(key), 50],
    [bare, 100],
    [ofWhat(bare), 150],
  ] as const) {
    const found = meanings.get(form);
    if (found !== undefined) return { meaning: found.meaning, rank: found.rank + added };
  }
  return undefined;
}

const withoutNumber = (key: string): string => key.replace(/\d+$/, '');
const ofWhat = (key: string): string => key.replace(/^(?:product|item|article|listing)(?=\p{L})/u, '');

/** The tag group of a variant option such as "Color" or "尺码"; undefined for options that are none, such as "Title". */
export function optionGroup(name: string): string | undefined {
  const meaning = meaningOf(name)?.meaning;
  return meaning?.role === 'tag' ? meaning.group : undefined;
}

const barcodes = new Set('barcode ean ean13 gtin gtin13 gtin14 upc upca isbn 条码 条形码 商品条码'.split(' '));
const stocks = new Set(
  'stock qty quantity inventory onhand stockqty stockquantity bestand lagerbestand 库存 库存数量 数量'.split(' '),
);

/** What a column of a table of no shop's says besides its role. */
export function usualUse(header: string, role: ColumnRole): ColumnUse | undefined {
  if (role !== 'attribute') return undefined;
  const key = headerKey(header);
  const says = (words: ReadonlySet<string>): boolean => words.has(key) || words.has(ofWhat(key));
  return says(barcodes) ? 'barcode' : says(stocks) ? 'stock' : undefined;
}
