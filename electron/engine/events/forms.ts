/** What files of events are like, as data: forms that are known by their columns, and what columns of other files are usually called. */
import type { EventForm, EventKind, EventRole } from '../../contract/events.ts';

export interface Form {
  readonly id: EventForm;
  /** Keys that a header must have, each alternative in one string; `a|b` is one of the two. See `headerKey`. */
  readonly signs: readonly string[];
  /** What each row is, where no column says so. */
  readonly kind: EventKind;
  /** Column keys by what they hold. Columns that are not listed are not read. */
  readonly roles: Readonly<Partial<Record<Exclude<EventRole, 'ignore'>, string>>>;
  /** Whether only the first row of an order says of whom and when it is. */
  readonly orderOnce?: boolean;
  /** Whether numbers of sessions are those of one visitor, and start anew with the next. */
  readonly sessionsOfVisitor?: boolean;
}

export const forms: readonly Form[] = [
  {
    id: 'shopify-orders',
    signs: ['name lineitemquantity lineitemname', 'name lineitemsku lineitemquantity'],
    kind: 'purchase',
    orderOnce: true,
    roles: {
      order: 'name',
      customer: 'email',
      status: 'financialstatus cancelledat',
      time: 'createdat',
      quantity: 'lineitemquantity',
      title: 'lineitemname',
      sku: 'lineitemsku',
    },
  },
  {
    id: 'woocommerce-orders',
    signs: [
      'ordernumber|orderid orderstatus|status orderdate itemname|productname|sku',
      'ordernumber|orderid status orderdate lineitem#',
      'date order status products itemssold',
    ],
    kind: 'purchase',
    orderOnce: true,
    roles: {
      order: 'ordernumber order orderid',
      customer: 'email customeremail billingemail customeruser customerid customer',
      status: 'orderstatus status',
      time: 'orderdate date',
      quantity: 'quantity qty',
      title: 'itemname productname',
      sku: 'sku productsku',
      lines: 'lineitem# products',
    },
  },
  {
    id: 'ga4',
    signs: ['eventname eventtimestamp userpseudoid', 'eventname eventdate userpseudoid'],
    kind: 'view',
    sessionsOfVisitor: true,
    roles: {
      kind: 'eventname',
      time: 'eventtimestamp eventdate',
      customer: 'userid userpseudoid',
      session: 'eventparamsgasessionid gasessionid sessionid',
      sku: 'itemsitemid itemid',
      title: 'itemsitemname itemname',
      quantity: 'itemsquantity quantity',
      position: 'itemsindex itemlistindex',
      order: 'ecommercetransactionid eventparamstransactionid transactionid',
      query: 'eventparamssearchterm searchterm',
    },
  },
  {
    id: 'algolia',
    signs: ['eventtype usertoken objectids|queryid', 'eventname usertoken objectids'],
    kind: 'click',
    roles: {
      kind: 'eventtype eventsubtype',
      time: 'timestamp',
      customer: 'authenticatedusertoken',
      session: 'usertoken',
      sku: 'objectids',
      position: 'positions',
      search: 'queryid',
      query: 'query',
      quantity: 'objectdataquantity',
    },
  },
];

/** Headers without case, blanks and punctuation; of several columns that could hold the same, the earlier word is the better one. */
export const words: Readonly<Record<Exclude<EventRole, 'ignore'>, string>> = {
  time: `timestamp time datetime eventtime eventtimestamp createdat orderdate invoicedate purchasedate date day servertimestamp
    zeit zeitpunkt datum bestelldatum 时间 下单时间 订单时间 付款时间 订单付款时间 订单创建时间 创建时间 行为时间 日期 时间戳`,
  kind: 'event eventname eventtype action actiontype type behavior behaviour behaviortype activity ereignis 事件 行为 行为类型 事件类型',
  sku: `sku productsku itemsku variantsku lineitemsku stockcode productid itemid articleid objectid productcode itemcode articlenumber
    articleno parentasin asin mpn product item article goodsid artikelnummer 货号 商品编号 商品编码 商品id 宝贝id 商家编码 款号`,
  barcode: 'barcode ean ean13 gtin upc isbn 条码 条形码',
  url: 'producturl url productlink pageurl pagelocation link address 链接 商品链接 网址',
  title: `title producttitle productname itemname itemtitle articlename lineitemname description productdescription name
    artikelname bezeichnung 商品名称 商品标题 宝贝标题 标题 商品`,
  lines: 'lineitems items products 商品明细',
  quantity: 'quantity qty itemquantity units pieces count amountordered menge anzahl 数量 件数 购买数量',
  customer: `customerid customerno customernumber customer userid user buyerid buyer client clientid memberid reviewerid email customeremail
    buyeremail useremail kunde kundennummer 客户 客户编号 用户 用户id 买家 买家昵称 买家会员名 会员 会员名`,
  session: `sessionid session visitid visit userpseudoid visitorid visitor anonymousid cookieid deviceid usertoken sitzung 会话 会话id 访客 访客id 设备id`,
  order: `orderid orderno ordernumber order invoiceid invoiceno invoicenumber invoice transactionid transaction receipt receiptno basketid
    bestellung bestellnummer rechnung rechnungsnummer 订单号 订单编号 交易号`,
  status:
    'status orderstatus financialstatus paymentstatus state cancelledat canceledat bestellstatus 订单状态 状态 交易状态',
  query: `query searchquery searchterm searchterms searchtext keyword keywords querytext term q phrase suchbegriff suchanfrage
    搜索词 关键词 查询词 查询 搜索`,
  search: 'queryid searchid requestid impressionid',
  position: 'position positionclicked clickposition clickedposition rank positions itemrank 位置 排名',
  results:
    'results resultcount resultscount nbhits hits numresults numberofresults totalresults totalhits treffer 结果数',
  shown: `shown resultsshown shownresults shownproducts productids resultids displayed impressions productsshown resultslist itemlist
    展示 展示商品`,
  clicked: 'clicked isclicked click clicks wasclicked 点击',
  agent: 'useragent agent browser 浏览器',
};

const kindWords: Readonly<Record<EventKind, string>> = {
  view: `view views viewitem itemview itemviewed productview productviewed viewproduct viewedproduct productdetail productdetailview detailview
    viewcontent productpageview pv browse detail 浏览 查看`,
  click: `click clicks clicked selectitem selectcontent itemclick itemclicked productclick productclicked clickedobjectids
    clickedobjectidsaftersearch clickproduct fav favorite favourite addtowishlist wishlist like 点击 收藏`,
  cart: 'cart addtocart addedtocart addtobasket addtobag productadded cartadd basketadd addedtocartobjectids addedtocartobjectidsaftersearch 加购 加入购物车',
  purchase: `purchase purchases purchased purchasedobjectids purchasedobjectidsaftersearch buy bought order ordered ordercompleted orderplaced
    orderpaid transaction sale sold conversion converted convertedobjectids convertedobjectidsaftersearch checkoutcompleted 购买 下单 成交 支付`,
  return: 'return returned returns refund refunded creditnote creditmemo gutschrift retoure 退货 退款',
  search:
    'search searched searches query viewsearchresults productssearched searchperformed searchsubmitted sitesearch 搜索',
};

/** What an event is, by the name that other programs give it, without case and punctuation. */
export const kindByWord: ReadonlyMap<string, EventKind> = new Map(
  Object.entries(kindWords).flatMap(([kind, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((word) => [word, kind as EventKind]),
  ),
);

/** Orders that came to nothing, by the words of shops for it. */
export const cancelledWords: ReadonlySet<string> = new Set(
  `cancelled canceled wccancelled cancel voided void refunded wcrefunded failed wcfailed rejected declined expired trash abandoned draft
   checkoutdraft storniert abgebrochen erstattet annulee annule remboursee cancelado reembolsado annullato rimborsato 已取消 取消 已关闭
   交易关闭 已退款 退款成功`.split(/\s+/),
);

/** A sign of robots in the name that a browser gives itself. */
export const robotAgent = /bot\b|crawl|spider|slurp|headless|curl\/|wget\/|python-|scrapy|monitor|lighthouse|preview/i;
