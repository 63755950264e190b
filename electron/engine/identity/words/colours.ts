/** Colour words, English and Chinese, brought to a family and a shade: "navy" is a dark blue, 藏青 too. */

export interface Colour {
  readonly family: string;
  /** '' where the words do not say. */
  readonly shade: '' | 'light' | 'dark';
  readonly text: string;
}

/** Family: its words. A word may name its shade: `navy>dark`. */
const table: Readonly<Record<string, string>> = {
  black: 'black charcoal>light jet 黑 黑色 炭黑 乌黑 墨黑',
  white: 'white 白 白色 纯白 雪白',
  ivory: 'ivory cream off-white offwhite ecru 米白 米色 象牙白 乳白 奶白 奶油色',
  grey: 'grey gray silver-grey 灰 灰色 银灰',
  silver: 'silver 银 银色',
  gold: 'gold golden 金 金色',
  rosegold: 'rose-gold rosegold 玫瑰金',
  red: 'red crimson scarlet 红 红色 大红 朱红 绯红',
  wine: 'burgundy maroon wine oxblood 酒红 枣红 暗红',
  pink: 'pink fuchsia>dark magenta>dark 粉 粉色 粉红 粉红色 玫红>dark 桃红>dark',
  coral: 'coral salmon peach 珊瑚 珊瑚色 珊瑚红 桃色',
  orange: 'orange tangerine 橙 橙色 橘 橘色 橘红 橙红',
  yellow: 'yellow lemon>light mustard>dark 黄 黄色 柠檬黄>light 姜黄>dark',
  green: 'green emerald lime>light mint>light sage>light 绿 绿色 翠绿 薄荷绿>light 墨绿>dark',
  olive: 'olive khaki-green army-green 军绿 军绿色 橄榄绿',
  turquoise: 'turquoise teal aqua cyan 青 青色 青绿 湖蓝 蓝绿',
  blue: 'blue navy>dark navy-blue>dark indigo>dark sky-blue>light baby-blue>light royal-blue cobalt 蓝 蓝色 宝蓝 藏青>dark 藏蓝>dark 海军蓝>dark 天蓝>light 天蓝色>light 湛蓝',
  purple: 'purple violet plum>dark lavender>light lilac>light mauve>light 紫 紫色 薰衣草紫>light 紫罗兰',
  brown: 'brown chocolate>dark coffee>dark mocha 棕 棕色 褐 褐色 咖啡色>dark 巧克力色>dark 咖色>dark',
  beige: 'beige khaki tan camel sand taupe nude 卡其 卡其色 驼色 杏色 裸色 沙色',
  bronze: 'bronze copper 古铜 古铜色 铜色',
  multi: 'multicolour multicolor multi-colour multi-color rainbow 彩色 多色 彩虹色',
};

const lightWords = 'light|pale|pastel|浅|淡|亮';
const darkWords = 'dark|deep|深|暗|墨';

interface NamedColour {
  readonly family: string;
  readonly shade: Colour['shade'];
}

const known = new Map<string, NamedColour>();
for (const [family, words] of Object.entries(table)) {
  for (const word of words.split(' ')) {
    const [name = '', shade = ''] = word.split('>');
    known.set(name, { family, shade: shade as Colour['shade'] });
  }
}

const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length);
const english = longestFirst.filter((word) => /^[a-z]/.test(word)).map((word) => word.replace('-', '[\\s-]?'));
const chinese = longestFirst.filter((word) => !/^[a-z]/.test(word));
/** A single Chinese character is a colour only where it stands for one: 浅蓝, 蓝白, or before 色. */
const chineseWords = chinese.filter((word) => word.length > 1);
const single = chinese.filter((word) => word.length === 1).join('');
const pattern = new RegExp(
  String.raw`(?<!\p{L})(?:(${lightWords}|${darkWords})[\s-]*)?(${english.join('|')})(?!\p{L})` +
    `|(浅|淡|亮|深|暗|墨)?(${chineseWords.join('|')})` +
    `|(浅|淡|亮|深|暗|墨)([${single}])色?|(?<![\\p{sc=Han}])([${single}])(?![\\p{sc=Han}])|([${single}])(?=[${single}]|款|底)`,
  'giu',
);
const isLight = new RegExp(`^(?:${lightWords})$`, 'i');

/** The colours a text in NFKC names, in its order, each once. */
export function coloursOf(text: string): Colour[] {
  const found = new Map<string, Colour>();
  for (const match of text.matchAll(pattern)) {
    const [whole, shadeA, wordA, shadeB, wordB, shadeC, wordC, wordD, wordE] = match;
    const word = (wordA ?? wordB ?? wordC ?? wordD ?? wordE ?? '').toLowerCase().replace(/\s/g, '-');
    const named = known.get(word) ?? known.get(word.replace('-', ''));
    if (named === undefined) continue;
    const modifier = shadeA ?? shadeB ?? shadeC;
    const shade = modifier === undefined ? named.shade : isLight.test(modifier) ? 'light' : 'dark';
    found.set(`${named.family} ${shade}`, { family: named.family, shade, text: whole.trim() });
  }
  return [...found.values()];
}

/**
 * Whether two lists name colours that exclude each other: each has one that the other has not. `oneTongue`: both were
 * written by one shop, which means two colours by "blue" and "light blue"; elsewhere "blue" may be "navy".
 */
export function coloursDiffer(
  a: readonly Colour[],
  b: readonly Colour[],
  oneTongue = false,
): { left: Colour; right: Colour } | null {
  const same = oneTongue ? isSame : mayBeSame;
  const left = a.find((colour) => !b.some((other) => same(colour, other)));
  const right = b.find((colour) => !a.some((other) => same(colour, other)));
  return left === undefined || right === undefined ? null : { left, right };
}

function isSame(a: Colour, b: Colour): boolean {
  return a.family === b.family && a.shade === b.shade;
}

/** "blue" may be "navy", which "light blue" cannot. */
function mayBeSame(a: Colour, b: Colour): boolean {
  return a.family === b.family && (a.shade === b.shade || a.shade === '' || b.shade === '');
}
