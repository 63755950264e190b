/**
 * The table of Taobao's assistant (淘宝助理): a line "version 1.00", field names, the same in Chinese. Prices, options and stock of the
 * variants stand in one cell by number; images are "hash:1:0:|address;" with the files in a folder beside the table.
 */
import type { Dialect } from './types.ts';

export const taobao: Dialect = {
  id: 'taobao',
  signs: ['title cid sellercids price', '宝贝名称 宝贝类目 宝贝价格'],
  columns: [
    { keys: 'outerid 商家编码', role: 'sku' },
    { keys: 'numid 数字id', role: 'ignore', use: 'id' },
    { keys: 'title 宝贝名称', role: 'title' },
    { keys: 'description 宝贝描述', role: 'description' },
    { keys: 'price 宝贝价格', role: 'price' },
    { keys: 'num 宝贝数量', role: 'ignore', use: 'stock' },
    { keys: 'cid 宝贝类目', role: 'attribute' },
    { keys: 'sellercids 店铺类目', role: 'attribute' },
    { keys: 'picture 新图片', role: 'image', list: ';' },
    { keys: 'cateprops 宝贝属性', role: 'attribute' },
    { keys: 'skuprops 销售属性组合', role: 'attribute' },
    { keys: 'propalias 销售属性别名', role: 'attribute' },
    { keys: 'inputvalues 用户输入名值对', role: 'attribute' },
    { keys: 'barcode 商品条形码', role: 'attribute', use: 'barcode' },
    { keys: 'skubarcode', role: 'attribute' },
    { keys: 'subtitle 宝贝卖点', role: 'attribute', use: 'short-description' },
  ],
  others: 'ignore',
  list: ';',
  category: 'whole',
  labels: 'below',
  variants: false,
  nameless: true,
};
