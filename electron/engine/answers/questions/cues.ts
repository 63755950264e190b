/**
 * The words by which kinds of questions are known, and the parts of a listing or a document that answer them, in English and Chinese. They are
 * words for things, never answers.
 */
import type { QuestionKind } from '../../../contract/answers.ts';

export interface Cues {
  /** In a message. */
  readonly asked: readonly RegExp[];
  /** In the name of an attribute, a tag group or an option, in a heading, or in a sentence that answers. */
  readonly answers: RegExp | null;
  /** Sentences of a description or a passage; where left out, `answers`. */
  readonly sentences?: RegExp;
}

/** English alternatives as whole words, Chinese ones anywhere. */
function cue(english: string, chinese: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${english})(?![\\p{L}\\p{N}])|(?:${chinese})`, 'iu');
}

export const cues: Readonly<Record<Exclude<QuestionKind, 'other'>, Cues>> = {
  price: {
    asked: [
      cue(
        "how much(?! (?:time|room|space|longer|bigger))|price[ds]?|pricing|cost|costs|costing|what do you (?:charge|ask|want) for|how expensive|what does (?:it|this|that|the .{1,40}) (?:cost|go for|sell for|retail for|run)|what(?:'s| is| would be) the (?:damage|total|rrp|msrp|asking price|retail)|quote|going for|set me back|(?:pay|charged?) for|on sale|discount(?:ed)?",
        '多少钱|价格|价钱|价位|售价|怎么卖|什么价|几块|多少块|多少元|几元|贵不贵|报个?价|卖多少|单价|打折|要价|花多少|啥价|多钱',
      ),
    ],
    answers: cue('price|prices|cost|rrp|msrp', '价格|售价|单价'),
  },
  availability: {
    asked: [
      cue(
        'in stock|out of stock|(?:sell|sold|selling) out|available|availability|back in|restock(?:ed|ing)?|still (?:have|sell|got|there|for sale|on sale|be had|get|buy|order)|any left|(?:any|some) .{0,60}left|left in stock|how many (?:are|do you have|have you got|pieces|units|of)|can i (?:still )?(?:buy|order|get) (?:it|this|one|that|them|these|those)|run out|do you carry|do you stock|have (?:it|this|these|them|one) (?:ready|on hand|on the shelf)|get hold of|on hand|for sale still|purchasable',
        '有货|现货|库存|缺货|断货|补货|售罄|卖完|卖光|还有吗|还有没有|能买到|买得到|还卖吗|在售|有没有货|还剩|剩多少|几件|下架|到货|还能(?:下单|买|拍|订)',
      ),
    ],
    answers: cue('stock|availability|available|inventory|quantity|qty|restock\\w*', '库存|现货|有货|补货|到货'),
  },
  size: {
    asked: [
      cue(
        "sizes?|sizing|sized|fits?|fitting|true to size|run (?:small|large|big)|runs (?:small|large|big)|measurements?|dimensions?|how (?:big|long|wide|tall|high|large|small|deep|heavy|roomy)|weigh[st]?|weight|length|width|height|capacity|waist|chest|inseam|loose|tight|slim|baggy|volume|litres?|liters?|(?:i am|i'm|im) \\d{3} ?cm",
        '尺码|尺寸|码数|大小|多大|多长|多宽|多高|多重|重量|合身|偏大|偏小|偏码|版型|修身|宽松|显瘦|身高|体重|腰围|胸围|衣长|裤长|什么码|哪个码|几码|穿多大|容量|长宽高|合适吗|能装|紧不紧|正码',
      ),
    ],
    answers: cue(
      'sizes?|sizing|fits?|fitted|fitting|dimensions?|measurements?|length|width|height|depth|weight|volume|capacity|waist|chest',
      '尺码|尺寸|大小|版型|合身|长度|宽度|高度|重量|容量|腰围|胸围|衣长',
    ),
    sentences:
      /(?<![\p{L}\p{N}])(?:(?:true to |one )?sizes?|sizing|runs (?:small|large|big)|(?:relaxed|slim|loose|regular|semi-?fitted|fitted|snug|roomy|athletic|tailored|comfort|compression|straight|boxy|generous|customi[sz]ed) ?(?:fit|cut)?|fit|fits|fitted|dimensions?|weight|volume|capacity|inseam)(?![\p{L}\p{N}])|(?<![\p{L}])[LWHD] ?\d|\d+(?:[.,]\d+)? ?(?:"|”|''|cm|mm|inch(?:es)?|in\.|litres?|liters?|ml|kg|lbs?|oz)|尺码|尺寸|版型|合身|偏大|偏小|厘米|容量|重量/iu,
  },
  material: {
    asked: [
      cue(
        'made (?:of|from|out of|with)|materials?|fabrics?|composition|composed of|cotton|wool|polyester|leather|silk|linen|what (?:is|are) (?:it|this|they|these) made|wash(?:ed|ing|able)?|machine[- ]wash|dry[- ]clean\\w*|iron(?:ed|ing)?|tumble|bleach|clean(?:ing|ed)?|care (?:for|instructions?|label|of it|of this|of them)|look after|take care of|shrink|stretchy|breathable|lined|lining|launder\\w*|genuine|texture|synthetic|natural fib\\w+|fib(?:re|er)s?',
        '材质|面料|材料|什么料|布料|成分|纯棉|羊毛|真皮|皮的|棉的|真丝|怎么洗|洗涤|机洗|手洗|能洗|可以洗|干洗|清洗|保养|熨|缩水|掉色|护理|起球|透气|料子|含棉|水洗|打理|什么做的|质地|烘干|里料',
      ),
    ],
    answers: cue(
      'materials?|fabrics?|composition|made (?:of|from|with|in)|care|wash\\w*|cleaning|iron|fib(?:re|er)',
      '材质|面料|材料|成分|洗涤|机洗|手洗|保养|护理|熨|清洗|干洗',
    ),
    sentences:
      /(?<![\p{L}\p{N}])(?:materials?|fabrics?|made (?:of|from|with)|wash(?:able|ed|ing)?|wash\/dry|dry[- ]clean\w*|hand[- ]wash\w*|iron|tumble|bleach|wipe clean|\d+ ?% ?\p{L}+|lin(?:ed|ing)|blend)(?![\p{L}\p{N}])|材质|面料|成分|洗涤|机洗|手洗|保养|护理|熨|清洗|干洗/iu,
  },
  colour: {
    asked: [
      cue(
        '(?:what|which|any other|other|different|more|all(?: the)?|how many|range of) (?:other |different )?(?:colou?rs?|shades?|colou?rways?|hues?|tones?|versions?|variants?|variations?|styles|finishes|patterns)|colou?r options?|colou?r choices?|(?:choice|selection) of colou?rs?|colou?rs? (?:does|do|are|is|can|have|you)|what colou?r|come in (?:other|different|more)|only (?:in|one) (?:this|colou?r)|variants|variations',
        '什么颜色|哪些颜色|哪几种颜色|几种颜色|几个颜色|颜色有|其他颜色|别的颜色|其它颜色|颜色可选|可选颜色|什么款|哪些款|哪些款式|其他款|别的款式|色号|几个色|有哪些色|配色|颜色选择|啥颜色|几种款',
      ),
    ],
    answers: cue('colou?rs?|shades?|finish|pattern|variant|style', '颜色|色号|款式|花色|图案'),
  },
  option: {
    asked: [],
    answers: null,
  },
  compatibility: {
    asked: [
      cue(
        'compatible|compatibility|work (?:with|on)|works (?:with|on)|fit (?:a|an|my|the|into|in|on|onto|under|most|all|inside) .{0,40}|fits (?:a|an|my|the|into|in|on|most|all|inside) .{0,40}|go with my|match(?:es)? my|suit(?:s|able)? (?:for|my)|usable with|use (?:it |this |them |these )?(?:with|on)|pair(?:s|ed)? with|hold (?:a|an|my|the) .{0,40}|holds (?:a|an|my|the) .{0,40}|take a .{0,20}(?:laptop|inch|bulb|strap|battery)|connect(?:s)? to|attach(?:es)? to|(?:for|good for|okay for|ok for|right for) (?:running|hiking|yoga|cycling|swimming|travel|winter|summer|the gym|gym|rain|cold|hot weather|kids|children|sensitive skin)|interchangeable',
        '兼容|适配|搭配|配套|能配|适用|适合|通用|能用在|可以用在|放得下|装得下|装下|能放|支持吗|匹配|用得了|连接|跟我的|和我的|配得上|能不能用',
      ),
    ],
    answers: cue(
      'compatib\\w*|suitable|works? with|fits? (?:most|all|a|an|any|up to)|for use with|holds?|climate|activity|occasion|usage',
      '兼容|适配|适用|适合|通用|支持|搭配|可放|用途|场合',
    ),
    sentences:
      /(?<![\p{L}\p{N}])(?:compatible|compatibility|suitable|works? with|fits? (?:most|all|any|a|an|up to|\d)|for use with|holds?|big enough|ideal for|perfect for|great for|designed for|use with)(?![\p{L}\p{N}])|兼容|适配|适用|适合|通用|支持|可放/iu,
  },
  delivery: {
    asked: [
      cue(
        `deliver(?:y|ed|ies|s|ing)?|ship(?:ping|ped|s|ment)?|postage|courier|dispatch(?:ed)?|how (?:long|soon|fast|quickly) (?:will|does|would|until|till|before|can|do|to|is the wait).{0,40}(?:arrive|get|reach|receive|here|take|have|come|doorstep|turn up|show up)|arriv(?:e|es|al)|when (?:will|would|can|could|do|does) (?:i|it|this|they|my|the).{0,30}(?:arrive|get|receive|have|here|come|turn up|show up|reach)|express|tracking|track|parcel|package arrives|reach me|send (?:it |this |them )?(?:to|abroad|overseas)|post (?:it|this|them|to|abroad)|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|the weekend|tomorrow|next week)|lead time|freight|carrier|customs|click and collect|pick ?up in`,
        '发货|快递|物流|运费|邮费|包邮|几天到|多久到|多久能到|什么时候到|几天能到|何时到|送货|配送|寄到|寄往|邮寄|发到|发往|顺丰|到货时间|能送|送到|收到货|什么快递|发出|上门|派送|关税|自提|能寄|海外寄',
      ),
    ],
    answers: cue(
      'deliver\\w*|ship\\w*|postage|dispatch\\w*|courier|express|tracking|customs|collect',
      '发货|快递|物流|运费|邮费|包邮|配送|送货|寄送|派送|送达|关税|自提',
    ),
  },
  returns: {
    asked: [
      cue(
        "returns?|returned|returning|refunds?|refunded|exchanges?|exchanged|swap|send (?:it|this|them|these) back|sending (?:it|this|them) back|give (?:it|this|them) back|bring (?:it|this|them) back|take (?:it|this|them) back|money back|change my mind|don't like it|not like it|doesn't suit|cancel(?:led|lation)?|wrong size",
        '退货|退款|退换|换货|能退|可以退|退回|退吗|能换(?!成)|可以换(?!成)|换吗|不喜欢|不合适|七天无理由|7天无理由|无理由|退钱|反悔|取消订单|退掉|寄回|换个',
      ),
    ],
    answers: cue(
      'returns?|returned|refund\\w*|exchang\\w*|money back|send back|cancel\\w*',
      '退货|退款|退换|换货|退回|无理由|取消',
    ),
  },
  warranty: {
    asked: [
      cue(
        'warrant(?:y|ies|ee)|guarantees?|guaranteed|repairs?|repaired|defect(?:s|ive)?|faulty|fault|breaks?|broken|falls? apart|stops? working|how long (?:is|are) (?:it|this|they) covered|covered (?:if|for|against)|after[- ]sales|manufactur(?:ing|er) (?:defect|fault|guarantee)|zip (?:breaks|goes)|tears|rips',
        '保修|质保|三包|售后|维修|坏了|质量问题|保几年|保多久|修吗|能修|瑕疵|保质期|出问题|有毛病|开线|破了|包修|返修',
      ),
    ],
    answers: cue('warrant\\w*|guarantee\\w*|repair\\w*|defect\\w*|fault\\w*', '保修|质保|三包|维修|质量问题|售后|瑕疵'),
  },
  cheaper: {
    asked: [
      cue(
        'cheaper|less expensive|lower[- ]pric\\w*|more affordable|affordable|inexpensive|budget|for less|less money|lower cost|economical|better value|too (?:expensive|pricey|dear|much for me)|bit (?:pricey|expensive|dear|steep|much)|(?:under|below|less than|not more than) (?:that|this)|out of my (?:budget|range)|cut[- ]price|lower end|costs? less|spend less|spending less|easier on the wallet|cheap (?:one|alternative|option)s?',
        '便宜|更实惠|实惠一点|平价|性价比|价格低|低价|太贵|有点贵|贵了|预算|划算|省钱|低一点的|经济实惠|少花|价位低|平替|没那么贵',
      ),
    ],
    answers: null,
  },
};

/** Words that stand for the thing that is asked about, or that hold a question together: what is left of a message names the product. */
export const fillers = new Set(
  `a an the this that these those it its is are was were be been am i im i'm i'd i've me my we us our you your yours he she they them their one ones
  do does did done doing don't doesn't can could can't will would won't should shall may might must have has had haven't got get getting give
  hello hi hey dear sir madam good morning afternoon evening day please thanks thank thx ty cheers pls kindly regards sorry
  how what when where which who whom why whether if and or but so then than also too as at by for from in into of off on onto out over to up with without about
  there here any some all more most much many another other same else just only still yet again already ever even very really quite
  want wanted wants need needs like liked looking look interested wondering wonder ask asking question questions know tell let see saw seen found find
  buy buying purchase order ordering bought take item product products thing things stuff piece pieces article shop store website site online page
  not no yes ok okay hope friend wife husband mother father mum dad sister brother son daughter girlfriend boyfriend birthday gift present
  exactly actually maybe perhaps possible possibly currently now today soon long fast quickly time first next last new
  make makes sure think mean say said says going go come comes work works
  sell sells sold offer offers carry stock available instead anything something someone everything nothing
  kind type model version pair set pcs pic picture pictures photo photos image screenshot attached above below following
  person people anyone day days week weeks month months year years night
  hi there many policy policies terms conditions general usually normally
  的 了 吗 呢 吧 啊 呀 哦 么 我 你 您 他 她 它 们 我们 你们 您好 你好 请问 请 问 一下 想 要 想要 需要 想买 买 购买 看 看看 看到 有 没有 有没有 没 是 是不是 是否 不 不是
  这 那 这个 那个 这款 那款 此款 这件 那件 这条 那条 这双 那双 这种 那种 款 件 个 条 双 只 在 和 与 跟 还 还有 也 都 就 能 可以 会 会不会 能不能 可不可以 怎么 怎样 怎么样 什么 哪 哪些 哪个 多少 几 多久 什么时候 谢谢 麻烦 亲 老板 客服 在吗 如果 的话 给 让 把 被 对 到 去 来 用 做 好 很 太 最 更 比较 一点 一些 一个 一下 左右 大概 现在 今天 明天 商品 产品 东西 宝贝 店 店里 你家 您家 贵店 照片 图片 图 里 里面 上 下 中 另外 以及 而且 但是 或者 还是 想问 咨询 了解 知道 告诉`
    .split(/\s+/)
    .filter(Boolean),
);

/** Between these a message asks one thing after another. */
export const clauseEnds =
  /[?？!！;；。\n]+|(?<=[吗呢])[ \u3000]*(?=[^\s?？。!！,，])|(?<=\p{sc=Han}) +(?=\p{sc=Han})|\.(?=\s|$)|[,，、](?=\s*\D)|(?<![\p{L}])(?:and|also|plus|as well as|besides)(?![\p{L}])|另外|还有(?!吗|没|货)|以及|并且|而且|顺便/giu;

/** Where another question begins without a sign before it. */
export const questionBegins =
  /(?<=[\p{Ll}\d\u2009]) (?=(?:What|How|Is|Are|Does|Do|Can|Could|Which|When|Where|Will|Would|Any)\s)/gu;

/** What holds only under a condition is not what is asked: "can I return it if it does not fit". */
export const conditions =
  /(?<![\p{L}])(?:if|in case|when|should|because|since|as) (?:it|they|this|that|these|those|i|the)(?![\p{L}]).*$|(?:如果|要是|万一|假如|因为)[^，,。？?]*(?:[，,]|的话|$)/giu;
