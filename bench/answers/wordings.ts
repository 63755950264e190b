/**
 * How customers word their questions, by kind. Written apart from the words of the recogniser. Those under `held` were written for measuring
 * alone: nothing is tuned on them. `{p}`: the product; `{o}`: an option; `{c}`: a country.
 */
import type { QuestionKind, ReplyLanguage } from '../../electron/contract/answers.ts';

export type Wordings = Readonly<Record<ReplyLanguage, readonly string[]>>;

type ByKind = Readonly<
  Record<Exclude<QuestionKind, 'other' | 'availability'> | 'availability' | 'unanswerable', Wordings>
>;

export const tuned: ByKind = {
  price: {
    en: [
      'How much is {p}?',
      'hi, whats the price of {p}',
      'Could you tell me what {p} costs please',
      '{p} - how much do you want for it?',
      'Is {p} on sale at the moment?',
      'Quick one: what does {p} go for these days?',
      "What's {p} going to set me back?",
      'Price for {p}?',
      'Can you give me a quote on {p}',
    ],
    zh: [
      '{p}多少钱?',
      '请问{p}怎么卖',
      '{p} 现在什么价格',
      '{p}售价是多少呀',
      '想问下{p}有打折吗',
      '{p}要花多少钱才能拿下',
      '报个价,{p}',
      '{p}贵不贵?',
      '老板 {p} 几块钱',
    ],
  },
  availability: {
    en: [
      'Is {p} in stock?',
      'do you still have {p} available',
      'When will {p} be back in stock?',
      'Any {p} left?',
      "I'd like to buy {p} today, do you have it on hand?",
      'Did {p} sell out already?',
      'Can I still order {p}?',
    ],
    zh: [
      '{p}有现货吗',
      '{p}还有货吗?',
      '请问{p}什么时候补货',
      '{p}库存还有多少',
      '今天下单{p}能有货吗',
      '{p}是不是卖完了',
      '{p}还能买到吗?',
    ],
  },
  size: {
    en: [
      'Does {p} run small?',
      'What are the measurements of {p}?',
      'how does {p} fit',
      'how big is {p}?',
      'I usually wear a medium, will {p} fit me?',
      'Could I have the dimensions of {p}',
      'Is {p} true to size or should I size up?',
    ],
    zh: [
      '{p}尺码标准吗',
      '{p} 是偏大还是偏小?',
      '请问{p}的尺寸是多少',
      '{p}版型怎么样',
      '我身高175体重70,{p}穿什么码合适',
      '{p}是修身款还是宽松款',
      '{p}长宽高各是多少',
    ],
  },
  material: {
    en: [
      'What is {p} made of?',
      'Can {p} go in the washing machine?',
      'which fabric is {p}',
      'How do I wash {p}?',
      'Would love to know the composition of {p}',
      'Any care instructions for {p}?',
      'Is {p} real leather or synthetic?',
      'Will {p} shrink in the wash?',
    ],
    zh: [
      '{p}是什么材质的?',
      '{p}可以机洗吗',
      '请问{p}什么面料',
      '{p}怎么洗?',
      '{p}的料子是纯棉的吗?',
      '{p}平时怎么保养',
      '{p}洗了会缩水吗',
      '{p}成分是啥',
    ],
  },
  colour: {
    en: [
      'What colours does {p} come in?',
      'which other colors are there for {p}?',
      'Are there any other colours of {p}?',
      'Show me the colour options for {p} please',
      'Is {p} only sold in this one shade, or are there more colours?',
      'Which colorways of {p} exist?',
    ],
    zh: [
      '{p}有哪些颜色?',
      '{p} 还有别的颜色吗',
      '请问{p}几种颜色可选',
      '{p}都有什么颜色呀',
      '{p}颜色有几种',
      '{p}除了图上这个还有其他颜色没',
    ],
  },
  option: {
    en: [
      'Do you have {p} in {o}?',
      'Does {p} come in {o}?',
      'can I get {p} in {o}',
      'Is there a {o} version of {p}?',
      "I'm after {p}, but in {o}. Do you sell that?",
      '{p}: is it available in {o}?',
    ],
    zh: [
      '{p}有{o}的吗?',
      '请问{p}有没有{o}',
      '{p} 有{o}吗',
      '{p}出{o}的款吗',
      '我想要{o}的{p},有吗',
      '{p}这款能换成{o}吗',
    ],
  },
  compatibility: {
    en: [
      'Is {p} suitable for hiking?',
      'does {p} work with other brands',
      'Would {p} be good for running?',
      'Can I use {p} with my yoga kit?',
      'is {p} okay for cold weather',
      'Will a 13 inch laptop fit inside {p}? Is it compatible?',
    ],
    zh: [
      '{p}适合跑步吗?',
      '{p}能搭配别的品牌吗',
      '请问{p}适用于什么场合',
      '{p}冬天适不适合穿',
      '{p}装得下电脑吗',
      '{p}能不能用在健身房',
    ],
  },
  delivery: {
    en: [
      'How long does shipping take to {c}?',
      'Do you deliver to {c} and what is the postage?',
      'When would {p} arrive?',
      'what are the delivery costs',
      'If I order now, when will it get to {c}?',
      "I'm in {c}. How much is postage?",
      'Which courier do you use and how fast is it',
      'Could {p} reach me in {c} by Friday?',
    ],
    zh: [
      '寄到{c}要几天?',
      '请问运费多少',
      '{p}多久能到{c}',
      '你们什么时候发货',
      '我在{c},快递大概几天能收到',
      '包邮吗?',
      '下单后多久发出',
      '发到{c}收多少邮费',
    ],
  },
  returns: {
    en: [
      'Can I return {p} if it does not fit?',
      "What's your return policy?",
      'I want a refund for {p}, how does that work?',
      'how do I exchange {p}?',
      "If I don't like {p}, can I send it back?",
      'How many days do I have to bring {p} back for my money back',
      'Is it possible to swap {p} for another one?',
    ],
    zh: [
      '{p}不合适可以退吗?',
      '怎么退货',
      '请问支持七天无理由退换吗',
      '{p}能退款吗',
      '{p}买回来不喜欢怎么办,能退吗',
      '退款几天到账',
      '{p}拆开了还可以退换吗',
    ],
  },
  warranty: {
    en: [
      'Is there a warranty on {p}?',
      'How long is the guarantee?',
      'What if {p} is faulty?',
      'What happens when the zip of {p} breaks?',
      'Are defects on {p} covered?',
      'How many months of guarantee come with {p}',
    ],
    zh: [
      '{p}保修多久?',
      '请问质保期是多长',
      '{p}坏了能修吗',
      '{p}拉链坏了管修吗',
      '{p}有质量问题怎么处理',
      '{p}售后保多长时间',
    ],
  },
  cheaper: {
    en: [
      'Do you have anything cheaper than {p}?',
      '{p} is too expensive for me, any alternatives?',
      'something like {p} but less expensive please',
      'Is there a more affordable option than {p}?',
      "{p} is out of my budget. What's similar for less?",
      'I like {p}; got a budget version?',
    ],
    zh: [
      '有没有比{p}便宜的?',
      '{p}太贵了,有便宜点的吗',
      '{p} 有没有性价比高一些的',
      '{p}超预算了,有平价一点的吗',
      '和{p}差不多但更实惠的有吗',
      '{p}有没有价格低点的替代款',
    ],
  },
  unanswerable: {
    en: [
      'Is {p} vegan?',
      'Who designed {p}?',
      'Do you ship to Brazil?',
      'Does {p} glow in the dark?',
      'Was {p} tested on animals?',
      'Which factory makes {p}?',
      'Can you deliver to Kenya?',
      'How many calories does {p} burn?',
    ],
    zh: [
      '{p}是哪里生产的?',
      '{p}是谁设计的',
      '可以寄到巴西吗',
      '{p}会发光吗?',
      '{p}获过什么奖吗',
      '{p}的设计师是谁?',
      '能寄到肯尼亚吗',
      '{p}有收藏价值吗?',
    ],
  },
};

export const held: ByKind = {
  price: {
    en: [
      'What would I pay for {p}?',
      'Please let me know the retail price of {p}.',
      'how much money for {p}?',
      "I have a voucher; what's {p} priced at?",
    ],
    zh: ['{p}得多少钱啊', '{p}是什么价位的', '麻烦告诉我{p}的价格', '{p}现在卖多少'],
  },
  availability: {
    en: [
      'Has {p} been restocked yet?',
      'Would {p} be available to order right now?',
      'how many of {p} do you have left',
    ],
    zh: ['{p}缺货吗', '店里还有{p}的现货没', '{p}到货了吗'],
  },
  size: {
    en: ['Which size of {p} should I take at 180 cm?', 'Is {p} a loose fit?', 'What length is {p}, in centimetres?'],
    zh: ['{p}大概多长', '{p}我160斤能穿吗,什么尺码', '{p}会不会偏小'],
  },
  material: {
    en: ['Is there any wool in {p}?', 'Should {p} be dry cleaned?', "What's {p} made out of exactly?"],
    zh: ['{p}什么料', '{p}能不能放洗衣机里洗', '{p}面料成分告诉我一下'],
  },
  colour: {
    en: ['Does {p} exist in more colours?', 'Tell me every colour you have of {p}', '{p} – what shades are there?'],
    zh: ['{p}有几个颜色', '{p}都出了哪些颜色', '{p}还有什么颜色可以选'],
  },
  option: {
    en: ['Would you have a {o} {p}?', 'Can {p} be had in {o}?', 'Looking for {p} in {o}, any chance?'],
    zh: ['{p}{o}的有没有', '{p}有出{o}吗', '想问{p}有{o}的款式吗'],
  },
  compatibility: {
    en: [
      'Is {p} any good for travel?',
      'Does {p} go with my older gear, is it compatible?',
      'can {p} be used for yoga',
    ],
    zh: ['{p}适合夏天用吗', '{p}可以用来爬山吗,适合吗', '{p}和我的装备兼容吗'],
  },
  delivery: {
    en: [
      'How many days until {p} arrives in {c}?',
      'What do you charge for shipping to {c}?',
      'Do you offer express delivery?',
      'when will you dispatch it',
    ],
    zh: ['到{c}的快递费是多少', '几天能送到{c}', '有加急配送吗', '现在下单什么时候能发货'],
  },
  returns: {
    en: [
      "{p} arrived and I'd like to return it. What are the rules?",
      'Do you accept returns on {p}?',
      'Can I get my money back for {p}?',
    ],
    zh: ['{p}想退货,怎么操作', '{p}支持退换吗', '{p}收到后能换货吗'],
  },
  warranty: {
    en: [
      'How long would {p} be under warranty?',
      'Do you repair {p} if it is defective?',
      'Does the guarantee include {p}?',
    ],
    zh: ['{p}有保修吗', '{p}质保几个月', '{p}用坏了可以维修吗'],
  },
  cheaper: {
    en: [
      'Anything similar to {p} at a lower price?',
      '{p} is a bit pricey. Cheaper options?',
      'what costs less than {p} but looks alike',
    ],
    zh: ['类似{p}但便宜些的有推荐吗', '{p}有点贵,有没有实惠点的', '预算不够买{p},有更便宜的吗'],
  },
  unanswerable: {
    en: [
      'Does {p} contain nickel?',
      'Where was {p} manufactured?',
      'Can it be sent to Canada? I mean shipping.',
      'Is {p} insured against theft?',
    ],
    zh: ['{p}通过什么认证了吗', '{p}产地是哪里', '能寄到加拿大吗', '{p}防弹吗?'],
  },
};

/** Around a message; `{m}`: what it asks, one thing or two. */
export const frames: Readonly<Record<ReplyLanguage, readonly string[]>> = {
  en: ['{m}', 'Hello, {m}', 'Hi there! {m} Thanks', 'Good morning, {m}'],
  zh: ['{m}', '您好,{m}', '亲,{m}谢谢', '在吗?{m}'],
};
