/** How replies are worded in each language, kind by kind. Templates hold words between facts and no fact of their own. */
import type { QuestionKind, ReplyLanguage } from '../../../contract/answers.ts';

export interface Wording {
  readonly greeting: string;
  readonly about: (title: string) => string;
  readonly which: (titles: readonly string[]) => string;
  readonly notListed: string;
  readonly notNamed: string;
  readonly closing: string;
  readonly topics: Readonly<Record<QuestionKind, string>>;
  readonly price: (price: string, usual: string | undefined) => string;
  readonly stock: (name: string, amount: string) => string;
  readonly named: (name: string, value: string) => string;
  readonly has: (wanted: string, values: string) => string;
  readonly hasNot: (wanted: string, values: string) => string;
  readonly others: (wanted: string, products: string) => string;
  readonly cheaper: (products: string) => string;
  readonly noCheaper: string;
  readonly unknown: (topic: string) => string;
  /** For the person who sends the reply to put right. */
  readonly check: (topic: string, sides: string) => string;
  readonly join: string;
  readonly usualPrice: string;
}

const english: Wording = {
  greeting: 'Hello, thank you for your message.',
  about: (title) => `This is about ${title}.`,
  which: (titles) => `Could you tell us which one you mean: ${titles.join('; ')}?`,
  notListed: 'We could not find this product in our catalog.',
  notNamed: 'Could you tell us which product you mean?',
  closing: 'Kind regards',
  topics: {
    price: 'the price',
    availability: 'availability',
    size: 'size and fit',
    material: 'material and care',
    colour: 'colours and variants',
    option: 'this option',
    compatibility: 'what it goes with',
    delivery: 'delivery',
    returns: 'returns',
    warranty: 'the warranty',
    cheaper: 'something cheaper',
    other: 'this question',
  },
  price: (price, usual) => `The price is ${price}${usual === undefined ? '' : ` (usually ${usual})`}.`,
  stock: (name, amount) => `${name === '' ? 'In stock' : `${name}, in stock`}: ${amount}.`,
  named: (name, value) => `${capital(name)}: ${value}.`,
  has: (wanted, values) => `Yes, we have it in ${wanted}: ${values}.`,
  hasNot: (wanted, values) => `It is listed in ${values}; ${wanted} is not listed.`,
  others: (wanted, products) => `In ${wanted} we have: ${products}.`,
  cheaper: (products) => `These cost less: ${products}.`,
  noCheaper: 'We found nothing of this kind that costs less.',
  unknown: (topic) => `We have no information on ${topic} at hand.`,
  check: (topic, sides) => `[Please check ${topic}: ${sides}]`,
  join: '; ',
  usualPrice: 'usual price',
};

const chinese: Wording = {
  greeting: '您好，感谢您的咨询。',
  about: (title) => `您问的是 ${title}。`,
  which: (titles) => `请问您指的是哪一款：${titles.join('；')}？`,
  notListed: '我们的商品目录中没有找到这款商品。',
  notNamed: '请问您指的是哪款商品？',
  closing: '祝好',
  topics: {
    price: '价格',
    availability: '库存',
    size: '尺码和版型',
    material: '材质和护理',
    colour: '颜色和款式',
    option: '这个选项',
    compatibility: '适配情况',
    delivery: '配送',
    returns: '退换货',
    warranty: '保修',
    cheaper: '更便宜的款式',
    other: '这个问题',
  },
  price: (price, usual) => `价格是 ${price}${usual === undefined ? '' : `(平时 ${usual})`}。`,
  stock: (name, amount) => `${name === '' ? '库存' : `${name} 库存`}:${amount}。`,
  named: (name, value) => `${name}:${value}。`,
  has: (wanted, values) => `有${wanted}:${values}。`,
  hasNot: (wanted, values) => `目前列出的有 ${values},没有列出${wanted}。`,
  others: (wanted, products) => `${wanted}的有：${products}。`,
  cheaper: (products) => `价格更低的有：${products}。`,
  noCheaper: '没有找到同类中价格更低的商品。',
  unknown: (topic) => `关于${topic},我们手头没有资料。`,
  check: (topic, sides) => `[请核实${topic}:${sides}]`,
  join: ';',
  usualPrice: '平时价',
};

export const wordings: Readonly<Record<ReplyLanguage, Wording>> = { en: english, zh: chinese };

function capital(name: string): string {
  const plain = name.replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
