import { expect, it } from 'vitest';
import { factsOf } from './facts.ts';
import { vetoBetween, vetoOf } from './veto.ts';

const plain = (title: string) => factsOf({ title, attributes: {}, tags: [] });
const withAttributes = (attributes: Record<string, string>) => factsOf({ title: 'Thing', attributes, tags: [] });

it.each([
  ['Shower gel 150 ml', 'Shower gel 300 ml', 'unit'],
  ['Shampoo 150ml', 'Shampoo 0.3 L', 'unit'],
  ['Phone 64 GB', 'Phone 128GB', 'unit'],
  ['Drive 1 TB', 'Drive 512 GB', 'unit'],
  ['Rice 500克', 'Rice 1千克', 'unit'],
  ['大米 500克', '大米 2公斤', 'unit'],
  ['红茶 250克 2盒', '红茶 250克 4盒', 'unit'],
  ['洗发水 两瓶', '洗发水 三瓶', 'unit'],
  ['矿泉水 550毫升', '矿泉水 1.5升', 'unit'],
  ['Socks pack of 3', 'Socks pack of 6', 'unit'],
  ['Soap 2 x 100 g', 'Soap 3 x 100 g', 'unit'],
  ['Television 55 inch', 'Television 65 inch', 'unit'],
  ['屏幕 24英寸', '屏幕 27英寸', 'unit'],
  ['Runner size 42', 'Runner size 43', 'size'],
  ['Runner EU 42', 'Runner EU 43', 'size'],
  ['运动鞋 42码', '运动鞋 43码', 'size'],
  ['Crew shirt M', 'Crew shirt XL', 'size'],
  ['Crew shirt XXL', 'Crew shirt 3XL', 'size'],
  ['连衣裙 大码', '连衣裙 小码', 'size'],
  ['Mug red', 'Mug blue', 'colour'],
  ['Mug Light Blue', 'Mug Navy Blue', 'colour'],
  ['Scarf black/white', 'Scarf black/red', 'colour'],
  ['杯子 红色', '杯子 蓝色', 'colour'],
  ['连衣裙 浅蓝', '连衣裙 深蓝', 'colour'],
  ['T恤 黑', 'T恤 白', 'colour'],
  ['外套 藏青色', '外套 卡其色', 'colour'],
  ['Headphones WH-1000XM4', 'Headphones WH-1000XM5', 'model'],
  ['耳机 QC35', '耳机 QC45', 'model'],
  ['Nike Men Black T-shirt', 'Nike Women Black T-shirt', 'audience'],
  ["Men's slippers", 'Ladies slippers', 'audience'],
  ['Boys sandals', 'Girls sandals', 'audience'],
  ['Kids raincoat', "Women's raincoat", 'audience'],
  ['男士羽绒服', '女士羽绒服', 'audience'],
  ['男款运动鞋', '男童运动鞋', 'audience'],
] as const)('%s | %s: %s', (left, right, kind) => {
  expect(vetoOf(plain(left), plain(right), 0.5)?.kind).toBe(kind);
  expect(vetoOf(plain(right), plain(left), 0.5)?.kind).toBe(kind);
});

it.each([
  ['Rice 500 g', 'Rice 0.5 kg'],
  ['大米 500克', '大米 0.5千克'],
  ['大米 1斤', '大米 500克'],
  ['Water 1.5 L', 'Water 1500 ml'],
  ['Water 1,5 l', 'Water 150 cl'],
  ['Phone 1024 GB', 'Phone 1TB'],
  ['Shower gel 150 ml', 'Shower gel'],
  ['Crew shirt XXL', 'Crew shirt 2XL'],
  ['Crew shirt Extra Large', 'Crew shirt XL'],
  ['Runner size 42', 'Runner UK 8'],
  ['Mug grey', 'Mug gray'],
  ['Mug navy', 'Mug blue'],
  ['Scarf black/white', 'Scarf white black'],
  ['Scarf black', 'Scarf black with white dots'],
  ['杯子 红色', 'cup red'],
  ['外套 藏青', '外套 深蓝'],
  ['Headphones WH-1000XM4', 'Headphones WH1000XM4'],
  ['Men’s shirt', 'Mens shirt'],
  ['Print 3D 1080p', 'Print 4k'],
  ['蓝牙耳机', '红牛饮料'],
  ['Unisex slippers', 'Men slippers'],
  ['Slippers for men and women', 'Women slippers'],
  ['Kids boys shirt', 'Boys shirt'],
  ['Iron Man mask', 'Ladies mask'],
  ['Mentor pen', 'Women pen'],
  ['男女同款羽绒服', '女士羽绒服'],
])('%s | %s: nothing', (left, right) => {
  expect(vetoOf(plain(left), plain(right), 0.5)).toBeNull();
});

it('takes lone numbers for models only where the words agree', () => {
  expect(vetoOf(plain('iPhone 13'), plain('iPhone 14'), 0.7)).toEqual({ kind: 'model', left: '13', right: '14' });
  expect(vetoOf(plain('Levis 501 jeans'), plain('Wrangler 13 trousers'), 0.1)).toBeNull();
});

it('reads identifiers, sizes and colours from attributes', () => {
  const pairs = [
    [{ EAN: '4006381333931' }, { EAN: '4006381333948' }, 'identifier'],
    [{ 条形码: '6901234567892' }, { 条形码: '6901234567908' }, 'identifier'],
    [{ MPN: 'AB-1' }, { MPN: 'AB-2' }, 'identifier'],
    [{ 型号: 'X10' }, { 型号: 'X20' }, 'model'],
    [{ Size: '42' }, { Size: '43' }, 'size'],
    [{ 尺码: 'M' }, { 尺码: 'L' }, 'size'],
    [{ 颜色: '红色' }, { 颜色: '绿色' }, 'colour'],
    [{ gender: 'Men' }, { gender: 'Women' }, 'audience'],
  ] as const;
  for (const [left, right, kind] of pairs) {
    expect(vetoOf(withAttributes(left), withAttributes(right), 1)?.kind).toBe(kind);
  }
  expect(vetoOf(withAttributes({ EAN: '04006381333931' }), withAttributes({ EAN: '4006381333931' }), 1)).toBeNull();
});

it('says both sides as they are written', () => {
  expect(vetoOf(plain('Gel 150 ml'), plain('Gel 0.3L'), 1)).toEqual({ kind: 'unit', left: '150 ml', right: '0.3L' });
});

it('takes shades for two colours within one shop only', () => {
  const [blue, light] = [plain('Denim jeans blue'), plain('Denim jeans light blue')];
  expect(vetoBetween(blue, light, 0.8, true)).toEqual({ kind: 'colour', left: 'blue', right: 'light blue' });
  expect(vetoBetween(blue, light, 0.8, false)).toBeNull();
  // A wrong cell does not stand against a title that says the same.
  const wrong = factsOf({ title: 'Jeans blue', attributes: { Colour: 'Red' }, tags: [] });
  expect(vetoBetween(wrong, plain('Jeans blue'), 0.8, true)).toBeNull();
});

it('lets a trade number of two shops stand against words, and not within one', () => {
  const at = (title: string) => factsOf({ title, attributes: { EAN: '4006381333931' }, tags: [] });
  expect(vetoBetween(at('Shirt S'), at('Shirt M'), 0.8, false)).toBeNull();
  expect(vetoBetween(at('Shirt S'), at('Shirt M'), 0.8, true)?.kind).toBe('size');
  const upc = factsOf({ title: 'Shirt', attributes: { UPC: '036000291452' }, tags: [] });
  expect(vetoBetween(at('Shirt'), upc, 1, false)?.kind).toBe('identifier');
  const mistyped = factsOf({ title: 'Shirt', attributes: { UPC: '036000291453' }, tags: [] });
  expect(vetoBetween(at('Shirt'), mistyped, 1, false)).toBeNull();
});

it('takes the number at the end of two titles of one line for a shade', () => {
  const [one, other] = [
    plain('Colorbar Velvet Matte Sultry Pink Lipstick 08P'),
    plain('Colorbar Velvet Matte Demure 1 Lipstick 82V'),
  ];
  expect(vetoOf(one, other, 0.3)).toEqual({ kind: 'model', left: '08P', right: '82V' });
  expect(vetoOf(one, other, 0.2)).toBeNull();
  expect(vetoOf(plain('Softlens gray 1T 2T'), plain('Softlens grey 2T 1T'), 0.4)).toBeNull();
  expect(vetoOf(plain('Lakme Satin Ruby Lipstick 42'), plain('Lakme Cocoa Lipstick 30'), 0.3)?.kind).toBe('model');
});

it('takes what can be chosen for no trait, and apart only what has no choice in common', () => {
  const offering = (options: Record<string, string[]>) =>
    factsOf({
      title: 'Thing',
      attributes: Object.fromEntries(Object.entries(options).map(([name, values]) => [name, values.join(', ')])),
      tags: Object.entries(options).flatMap(([group, values]) => values.map((name) => ({ group, name }))),
      options: new Map(Object.entries(options)),
    });
  const kind = (left: Record<string, string[]>, right: Record<string, string[]>) =>
    vetoOf(offering(left), offering(right), 1)?.kind;
  expect(kind({ Size: ['S', 'M'] }, { Size: ['M', 'L'] })).toBeUndefined();
  expect(kind({ Color: ['Red', 'Blue'] }, { Color: ['Red', 'Black'] })).toBeUndefined();
  expect(kind({ Size: ['38', '39', '40'] }, { size: ['39'] })).toBeUndefined();
  expect(kind({ Size: ['S', 'M'] }, { Size: ['XL'] })).toBe('size');
  expect(kind({ Color: ['Red'] }, { Color: ['Blue'] })).toBe('colour');
  expect(kind({ Scent: ['Rose'] }, { Scent: ['Lime'] })).toBe('option');
  expect(kind({ Scent: ['Rose'] }, { Length: ['30 cm'] })).toBeUndefined();
});
