/** Briefs for fashion-2k with what they ask for, in the words of its columns. */

export interface Brief {
  readonly language: 'en' | 'zh';
  readonly text: string;
  readonly count: number;
  readonly priceMax?: number;
  readonly perBrand?: number;
  readonly inStock?: boolean;
  readonly marginMin?: number;
  /** A colour, in English. */
  readonly without?: string;
  /** Values that are right, by column. */
  readonly wishes: Readonly<Record<string, readonly string[]>>;
}

interface Wish {
  readonly en: string;
  readonly zh?: string;
  readonly wishes: Brief['wishes'];
}

/** As the columns have it: what is sold as a jacket is "Jackets" or "Nehru Jackets", and so on. */
const wanted: readonly Wish[] = [
  { en: 'summer dresses for a garden wedding', zh: '适合花园婚礼的夏季连衣裙', wishes: { type: ['Dresses'] } },
  { en: 'red shirts for the office', zh: '上班穿的红色衬衫', wishes: { type: ['Shirts'], colour: ['Red', 'Maroon'] } },
  { en: 'black watches as gifts', zh: '送人的黑色手表', wishes: { type: ['Watches'], colour: ['Black'] } },
  {
    en: 'blue jeans for everyday',
    zh: '日常穿的蓝色牛仔裤',
    wishes: { type: ['Jeans'], colour: ['Blue', 'Navy Blue'] },
  },
  { en: 'sports shoes for runners', zh: '跑步穿的运动鞋', wishes: { type: ['Sports Shoes'] } },
  { en: 'brown handbags', zh: '棕色手提包', wishes: { type: ['Handbags'], colour: ['Brown', 'Tan'] } },
  { en: 'sunglasses for the beach', zh: '海边戴的太阳镜', wishes: { type: ['Sunglasses'] } },
  { en: 'white t-shirts', zh: '白色T恤', wishes: { type: ['Tshirts'], colour: ['White'] } },
  {
    en: 'women kurtas for a festival',
    zh: '过节穿的女士长衫',
    wishes: { type: ['Kurtas', 'Kurtis', 'Kurta Sets'], gender: ['Women'] },
  },
  { en: 'high heels for a party', zh: '派对穿的高跟鞋', wishes: { type: ['Heels'] } },
  { en: 'backpacks for school', zh: '上学用的双肩包', wishes: { type: ['Backpacks'] } },
  { en: 'perfume for a birthday', zh: '生日礼物香水', wishes: { type: ['Perfume and Body Mist'] } },
  { en: 'leather belts for men', wishes: { type: ['Belts'], gender: ['Men'] } },
  {
    en: 'green tops for spring',
    wishes: { type: ['Tops', 'Tshirts', 'Shirts', 'Tunics'], colour: ['Green', 'Olive', 'Lime Green'] },
  },
  { en: 'flip flops for the pool', wishes: { type: ['Flip Flops'] } },
  { en: 'formal shoes in brown', wishes: { type: ['Formal Shoes'], colour: ['Brown', 'Coffee Brown', 'Tan'] } },
  { en: 'wallets as a present for dad', wishes: { type: ['Wallets'] } },
  {
    en: 'necklaces and jewellery for an evening',
    wishes: { type: ['Necklace and Chains', 'Pendant', 'Jewellery Set', 'Earrings', 'Ring', 'Bracelet', 'Bangle'] },
  },
  { en: 'shorts for summer holidays', wishes: { type: ['Shorts'] } },
  { en: 'sarees for a wedding', wishes: { type: ['Sarees'] } },
];

type Limits = Pick<Brief, 'count' | 'priceMax' | 'perBrand' | 'inStock' | 'marginMin' | 'without'>;

const limits: readonly Limits[] = [
  { count: 12, priceMax: 80, without: 'black', perBrand: 2, inStock: true },
  { count: 8, priceMax: 60, inStock: true, marginMin: 0.3 },
  { count: 10, perBrand: 3 },
  { count: 6, without: 'white', marginMin: 0.25 },
];

const colours = { black: '黑色', white: '白色' } as const;

function english(words: string, own: Limits): string {
  const { count, priceMax, perBrand, inStock, marginMin, without } = own;
  return [
    words,
    ...(priceMax === undefined ? [] : [`under ${priceMax} €`]),
    ...(without === undefined ? [] : [`no ${without}`]),
    `${count} products`,
    ...(perBrand === undefined ? [] : [`at most ${perBrand} of a brand`]),
    ...(inStock === true ? ['in stock'] : []),
    ...(marginMin === undefined ? [] : [`margin over ${marginMin * 100} %`]),
  ].join(', ');
}

function chinese(words: string, own: Limits): string {
  const { count, priceMax, perBrand, inStock, marginMin, without } = own;
  return [
    words,
    ...(priceMax === undefined ? [] : [`${priceMax}元以内`]),
    ...(without === undefined ? [] : [`不要${colours[without as keyof typeof colours]}`]),
    `${count}件`,
    ...(perBrand === undefined ? [] : [`每个品牌最多${perBrand}件`]),
    ...(inStock === true ? ['有货'] : []),
    ...(marginMin === undefined ? [] : [`毛利${marginMin * 100}%以上`]),
  ].join('，');
}

/** What contradicts the wish is not asked for: "white t-shirts, no white". */
function limitsFor({ wishes }: Wish, from: number): Limits {
  for (let i = from; ; i++) {
    const own = limits[i % limits.length] as Limits;
    const colour = own.without?.replace(/^./, (letter) => letter.toUpperCase());
    if (colour === undefined || wishes.colour?.includes(colour) !== true) return own;
  }
}

export const briefs: readonly Brief[] = [
  ...wanted.flatMap((wish, i) =>
    [i, i + 1].map((from): Brief => {
      const own = limitsFor(wish, from);
      return { language: 'en', text: english(wish.en, own), wishes: wish.wishes, ...own };
    }),
  ),
  ...wanted.flatMap((wish, i): Brief[] => {
    if (wish.zh === undefined) return [];
    const own = limitsFor(wish, i);
    return [{ language: 'zh', text: chinese(wish.zh, own), wishes: wish.wishes, ...own }];
  }),
];
