/** What things are like, as customers name it: colours, materials and sizes, each with one name for what is the same in English and Chinese. */
import { simplified } from '../../text/languages/chinese.ts';
import { normaliseText } from '../../text/normalise.ts';

const colours = `
black|黑色,黑
white|白色,白,off white,米白色
grey,gray,charcoal,heather gray|灰色,灰,深灰色,浅灰色
navy,navy blue|藏青色,藏蓝色,深蓝色,藏青
light blue,sky blue|浅蓝色,天蓝色
blue|蓝色,蓝
teal,turquoise,turquoise blue,aqua|青色,湖蓝色,蓝绿色
red|红色,红,大红色
burgundy,maroon,wine|酒红色,酒红
pink,rose|粉色,粉红色,粉红,粉
orange,coral|橙色,橘色,橙,橘黄色
yellow,mustard|黄色,黄
green|绿色,绿
olive,khaki|军绿色,橄榄绿,卡其色,卡其
purple,violet,lavender,lilac|紫色,紫,淡紫色
brown,coffee,tan,camel,bronze|棕色,褐色,咖啡色,棕,驼色
beige,cream,ivory,nude,skin|米色,杏色,奶油色,象牙白,米白,裸色
silver,metallic|银色,银
gold,golden|金色,金
multicolour,multicolor,multi-color,multi|彩色,多色
`;

const materials = `
cotton|棉,纯棉,棉质,全棉
organic cotton|有机棉
wool|羊毛
merino|美利奴
cashmere|羊绒
silk|真丝,丝绸
linen|亚麻
leather|真皮,皮革,皮质
faux leather,imitation leather,pu leather,vegan leather|人造革,仿皮,pu皮
suede|绒面革,麂皮
canvas|帆布
denim|牛仔布
polyester|聚酯纤维,涤纶
nylon|尼龙,锦纶
acrylic|腈纶
viscose,rayon,modal|粘胶,人造丝,莫代尔
spandex,elastane,lycra|氨纶,莱卡
fleece|抓绒,摇粒绒
hemp|麻
jersey|针织布
mesh|网布
rubber|橡胶
plastic|塑料
ceramic,stoneware,porcelain|陶瓷,瓷
glass|玻璃
wood,oak,beech,bamboo|木,实木,橡木,竹
steel,stainless steel|钢,不锈钢
metal,brass,iron,aluminium,aluminum|金属,黄铜,铁,铝
felt|毛毡
straw,rattan|草编,藤
`;

export interface Value {
  /** The same for all names of one value. */
  readonly key: string;
  /** As written. */
  readonly words: string;
}

interface Name {
  readonly key: string;
  readonly pattern: RegExp;
  readonly length: number;
}

const colourNames = read(colours);
const materialNames = read(materials);

function read(list: string): readonly Name[] {
  return list
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [english = '', chinese = ''] = line.split('|').map((cell) => cell);
      const key = english.split(',')[0] ?? english;
      return [...english.split(','), ...chinese.split(',')].map((name) => ({
        key,
        pattern: patternOf(name),
        length: name.length,
      }));
    })
    .sort((a, b) => b.length - a.length);
}

function patternOf(name: string): RegExp {
  // A single character is part of too many words to be one itself: 黑 of 黑人, 金 of 金额.
  if (/^\p{sc=Han}$/u.test(name)) return new RegExp(`${name}(?=[的款]|$|[，,、和或])`, 'giu');
  if (/\p{sc=Han}/u.test(name)) return new RegExp(name, 'giu');
  return new RegExp(`(?<![\\p{L}\\p{N}])${name.replaceAll(' ', '[ -]')}s?(?![\\p{L}\\p{N}])`, 'giu');
}

function valuesIn(text: string, names: readonly Name[]): Value[] {
  const found = new Map<string, string>();
  let rest = simplified(text.normalize('NFKC'));
  for (const { key, pattern } of names) {
    const [first] = rest.match(pattern) ?? [];
    if (first === undefined) continue;
    if (!found.has(key)) found.set(key, first);
    // A name inside a longer one does not count: "navy blue" is no blue.
    rest = rest.replace(pattern, (own) => ' '.repeat(own.length));
  }
  return [...found].map(([key, words]) => ({ key, words }));
}

export function coloursIn(text: string): Value[] {
  return valuesIn(text, colourNames);
}

export function materialsIn(text: string): Value[] {
  return valuesIn(text, materialNames);
}

const sizeWords =
  /(?<![\p{L}\p{N}-])(?:size[ds]?\s+(?:a\s+)?)?((?:x{1,3}|\d)?[sl]|m|xs|x?small|medium|x?large|one size|(?:uk|us|eu|w|size|it|fr)\s?\d{1,3}(?:[.,]5)?)(?![\p{L}\p{N}'’-])/giu;
const numbered =
  /(?:\bsize[ds]?\s+(?:a\s+)?|\bin (?:an? )?)(\d{1,3}(?:[.,]5)?)(?![\d.]*\s?(?:cm|mm|inch|in\b|days?|weeks?|[%$€£]))/giu;
const chineseSizes = /((?:x{0,3}[sl]|m|\d{2,3}(?:\.5)?|大|小|中|加大|均)\s?)[码号]/giu;

/** Sizes that a text asks for: "size M", "UK 9", "42码". */
export function sizesIn(text: string): Value[] {
  const found = new Map<string, string>();
  for (const pattern of [numbered, sizeWords, chineseSizes]) {
    for (const match of text.matchAll(pattern)) {
      const words = (match[1] ?? match[0]).trim();
      // A single small letter is a word or part of one.
      if (
        /^[sml]$/.test(words) &&
        !/size|码|号/i.test(match[0]) &&
        !/\bin (?:an? )?$/i.test(text.slice(0, match.index))
      )
        continue;
      const key = sizeKey(words);
      if (!found.has(key)) found.set(key, words);
    }
  }
  return [...found].map(([key, words]) => ({ key, words }));
}

const spelled: Readonly<Record<string, string>> = {
  small: 's',
  medium: 'm',
  large: 'l',
  xlarge: 'xl',
  xsmall: 'xs',
  大: 'l',
  中: 'm',
  小: 's',
  加大: 'xl',
};

/** One spelling for sizes that are the same. */
export function sizeKey(size: string): string {
  const plain = normaliseText(size)
    .replace(/^size\s*/, '')
    .replace(/[码号\s]/g, '')
    .replace(',', '.')
    .replace('-', '');
  return spelled[plain] ?? plain;
}
