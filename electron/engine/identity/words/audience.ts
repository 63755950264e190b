/** Whom a listing is for, English and Chinese: the same cut for men and for women is two products. */

export interface Audience {
  readonly key: 'men' | 'women' | 'boys' | 'girls' | 'kids' | 'babies';
  /** As the listing writes it. */
  readonly text: string;
}

const words: Readonly<Record<Audience['key'], string>> = {
  women: "women(?:['’]?s)?|woman['’]?s|ladies['’]?|female",
  men: "men(?:['’]?s)?|gents['’]?|gentlemen(?:['’]?s)?|male",
  boys: "boys['’]?|boy['’]s",
  girls: "girls['’]?|girl['’]s",
  kids: "kids['’]?|kid['’]s|children(?:['’]?s)?",
  babies: "bab(?:y|ies)(?:['’]s)?|infants?|newborns?",
};
const chinese: Readonly<Record<Audience['key'], string>> = {
  women: '女士|女款|女装|女式|女鞋|女包|女表|女裤|女裙|女性|女生',
  men: '男士|男款|男装|男式|男鞋|男包|男表|男裤|男性|男生',
  boys: '男童|男孩|男宝',
  girls: '女童|女孩|女宝',
  kids: '儿童|童装|童鞋|小孩',
  babies: '婴儿|婴幼儿|宝宝|新生儿',
};
/** Said of what is for everyone. */
const everyone = /(?<!\p{L})unisex(?!\p{L})|男女|中性|情侣|通用/iu;

const patterns = (Object.keys(words) as Audience['key'][]).map((key) => ({
  key,
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{N}])(?:${words[key]})(?![\p{Script=Latin}\p{N}])|${chinese[key]}`,
    'iu',
  ),
}));

/** Whom a text in NFKC names, each once; nobody where it is for everyone, or for men and women alike. */
export function audiencesOf(text: string): Audience[] {
  if (everyone.test(text)) return [];
  const found = patterns.flatMap(({ key, pattern }): Audience[] => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ key, text: match[0] }];
  });
  const named = new Set(found.map(({ key }) => key));
  return (named.has('men') && named.has('women')) || (named.has('boys') && named.has('girls')) ? [] : found;
}
