/**
 * The words of a title that can tell a product from others. Image folders give titles such as "IMG 1234", "15970" or
 * "3f2ace91": a search that reads them as words only adds noise to what the image says.
 */

/** What cameras, phones and shops put into file names. */
const fileWords = new Set(
  `img image images dsc dscf dscn dcim imag photo photos foto fotos pic pics picture pictures pxl mvimg screenshot screen shot scan scans whatsapp
  mmexport wechat wx telegram signal line file files copy untitled unnamed noname download downloads product products produkt item items article
  sku ref main final new edit edited resized scaled original thumb thumbnail camera capture snapshot received burst cover portrait night hdr pano
  jpg jpeg png webp gif tiff heic bmp`.split(/\s+/),
);
const cjkFileWords =
  /微信|图片|圖片|照片|相片|截图|截圖|截屏|屏幕|快照|相机|相機|拍摄|拍攝|下载|下載|未命名|副本|复制|複製|新建|商品|产品|產品|主图|主圖|详情|詳情|编号|編號|画像|写真|사진|이미지/gu;
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const latinVowel = /[aeiouyàâäáãåæèéêëìíîïòóôöõøœùúûüÿ]/u;
/** A hash or a UUID, whatever stands between its parts. */
const wholeHash = /^[0-9a-f]{16,}$/;
/** A part of one, or a shop's code in hexadecimal. */
const partHash = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{5,}$/;

/** Lower-case words, each once, in the order of the title. "Red dress 01" -> red, dress; "IMG_1234" -> none. */
export function informativeWords(title: string): string[] {
  const text = title.normalize('NFKC').toLowerCase();
  if (wholeHash.test(text.replace(/[^\p{L}\p{N}]/gu, ''))) return [];
  const words = new Set<string>();
  for (const token of text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    if (partHash.test(token)) continue;
    for (const run of token.match(/[\p{L}\p{M}]+/gu) ?? []) {
      for (const word of splitScripts(run)) if (isInformative(word)) words.add(word);
    }
  }
  return [...words];
}

function splitScripts(run: string): string[] {
  const eastern = [...run.replace(cjkFileWords, ' ').matchAll(cjk)].map(([word]) => word);
  return [...eastern, ...run.replace(cjk, ' ').split(' ')].filter((word) => word !== '');
}

function isInformative(word: string): boolean {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)) return true;
  if (fileWords.has(word)) return false;
  return /^\p{Script=Latin}+$/u.test(word) ? word.length >= 3 && latinVowel.test(word) : word.length >= 2;
}
