/** What stands beside an amount and says its currency: codes, signs and words, those of Intl included. */

/** Signs and words that mean one currency, and null for those of several: kr is Swedish, Danish, Norwegian and Icelandic. Lower case, no blanks. */
const known: readonly (readonly [string, string | null])[] = [
  ['$', 'USD'],
  ['us$ u$s u$d $us usd$ 美元 美金 dollar dollars', 'USD'],
  ['hk$ 港币 港元 港幣', 'HKD'],
  ['nt$ 新台币 新臺幣 新台幣 台币', 'TWD'],
  ['c$ ca$ can$ cdn$', 'CAD'],
  ['a$ au$ aus$', 'AUD'],
  ['nz$', 'NZD'],
  ['s$ sg$', 'SGD'],
  ['mx$ mex$', 'MXN'],
  ['ar$', 'ARS'],
  ['cl$', 'CLP'],
  ['col$', 'COP'],
  ['rd$', 'DOP'],
  ['tt$', 'TTD'],
  ['j$', 'JMD'],
  ['ec$', 'XCD'],
  ['bz$', 'BZD'],
  ['n$', 'NAD'],
  ['fj$', 'FJD'],
  ['$u', 'UYU'],
  ['r$', 'BRL'],
  ['€ euro euros eur. евро ευρώ 欧元 evro', 'EUR'],
  ['£ pound pounds 英镑', 'GBP'],
  ['e£ le l.e. ج.م. ج.م egp£', 'EGP'],
  ['¥ 元 rmb 人民币 cn¥ 元人民币 yuan rmb¥', 'CNY'],
  ['円 jp¥ yen 日元 日圓', 'JPY'],
  ['₹ रु', 'INR'],
  ['₩ 원 won', 'KRW'],
  ['₽ руб руб. р. р рублей рубля рубль rub. rubles', 'RUB'],
  ['₴ грн грн.', 'UAH'],
  ['₸ тг тг. тенге', 'KZT'],
  ['zł zl złotych złote zloty', 'PLN'],
  ['kč kc czk. korun', 'CZK'],
  ['ft forint', 'HUF'],
  ['lei leu', null],
  ['лв лв. lv. leva', 'BGN'],
  ['дин дин. din. din rsd.', 'RSD'],
  ['₺ tl türklirası', 'TRY'],
  ['₫ đ vnđ đồng', 'VND'],
  ['฿ บาท baht', 'THB'],
  ['₱ php₱', 'PHP'],
  ['rp rp. rupiah', 'IDR'],
  ['rm', 'MYR'],
  ['₪ nis ש"ח שח ש״ח שקל', 'ILS'],
  ['₦', 'NGN'],
  ['ksh kshs ksh.', 'KES'],
  ['tsh', 'TZS'],
  ['ush', 'UGX'],
  ['gh₵ ₵ gh¢', 'GHS'],
  ['₲ gs gs.', 'PYG'],
  ['₡', 'CRC'],
  ['s/ s/.', 'PEN'],
  ['b/.', 'PAB'],
  ['bs bs.', null],
  ['q', 'GTQ'],
  ['r', 'ZAR'],
  ['৳ tk tk. টাকা', 'BDT'],
  ['₼', 'AZN'],
  ['₾', 'GEL'],
  ['֏', 'AMD'],
  ['₮', 'MNT'],
  ['₭', 'LAK'],
  ['៛', 'KHR'],
  ['sfr sfr. fr. fr stutz', null],
  ['chf. franken', 'CHF'],
  ['د.إ د.إ. dhs dhs. aed.', 'AED'],
  ['ر.س ر.س. sr', 'SAR'],
  ['ر.ق ر.ق. qr', 'QAR'],
  ['ر.ع. ر.ع', 'OMR'],
  ['د.ك د.ك. kd', 'KWD'],
  ['د.ب د.ب. bd', 'BHD'],
  ['د.أ د.أ. jd', 'JOD'],
  ['د.م. د.م', 'MAD'],
  ['د.ت د.ت. dt', 'TND'],
  ['د.ع د.ع.', 'IQD'],
  ['د.ج د.ج.', 'DZD'],
  ['ل.ل ل.ل.', 'LBP'],
  ['kr kr. kronor kroner krónur ikr dkk. nkr skr', null],
  ['rs rs. ₨ rupees rupee', null],
  ['dh', null],
  ['br', null],
  ['﷼ ریال ريال', null],
  ['₤ lira lire', null],
  ['cfa fcfa f', null],
];

const bySign = new Map<string, string | null>();
for (const [words, code] of known) for (const word of words.split(' ')) bySign.set(word, code);

/** Old money that prices of catalogs still name, and what traders write for a code. */
const otherCodes: Readonly<Record<string, string>> = {
  RMB: 'CNY',
  CNH: 'CNY',
  NTD: 'TWD',
  BTC: 'BTC',
  HRK: 'HRK',
  LTL: 'LTL',
};
/** Codes that are words as well, so that they count in capitals only. */
const words = new Set([
  'ALL',
  'TOP',
  'PEN',
  'CUP',
  'MOP',
  'BAM',
  'LAK',
  'GEL',
  'SOS',
  'TRY',
  'CAD',
  'MAD',
  'DOP',
  'MUR',
  'VES',
]);

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * The currency that `unit` stands for; null when it is money of an unknown country, undefined when it is none. Case and blanks inside do
 * not matter, except for codes that are words too.
 */
export function currencyOf(unit: string): string | null | undefined {
  const text = unit.replace(/\s+/g, '');
  if (/^[a-z]{3}$/i.test(text)) {
    const code = text.toUpperCase();
    const other = otherCodes[code];
    if (other !== undefined) return other;
    if (codes.has(code) && (!words.has(code) || text === code)) return code;
  }
  const small = text.toLowerCase();
  const sign = bySign.get(small) ?? bySign.get(small.normalize('NFKC'));
  if (sign !== undefined || bySign.has(small)) return sign ?? null;
  return ofIntl().get(small);
}

/** Decimal places that amounts of a currency have: 3 for KWD, 0 for JPY. */
export function decimalsOf(currency: string): number {
  if (!codes.has(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

let learned: Map<string, string | null> | undefined;

/** Signs of every currency in English and in the language of its country; null where several share one. */
function ofIntl(): ReadonlyMap<string, string | null> {
  if (learned !== undefined) return learned;
  learned = new Map();
  for (const currency of codes) {
    const home = new Intl.Locale(`und-${currency.slice(0, 2)}`).maximize().toString();
    for (const locale of ['en', home]) {
      for (const currencyDisplay of ['symbol', 'narrowSymbol'] as const) {
        const sign = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
          .formatToParts(1)
          .find(({ type }) => type === 'currency')
          ?.value.replace(/[\s\u200e\u200f\u061c]+/g, '')
          .toLowerCase();
        // A letter alone ("K" of Myanmar) stands for thousands, kilograms and whatever else.
        if (sign === undefined || /^\p{L}?$/u.test(sign) || bySign.has(sign)) continue;
        const before = learned.get(sign);
        learned.set(sign, before === undefined || before === currency ? currency : null);
      }
    }
  }
  return learned;
}
