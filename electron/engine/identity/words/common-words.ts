/**
 * How usual a word is in titles of products anywhere: what a small library cannot know by itself. A title made of such
 * words ("Men Black Dial Watch") is the name of a class of products and not of one.
 */

/** One product in so many has the word in its title, roughly; ours, from what shops of many kinds write. */
const oneIn: Readonly<Record<number, string>> = {
  15: `black white men women new pack set for with and blue red size cm mm inch ml gr gram kg pcs pc original`,
  40: `grey gray green pink brown silver gold navy yellow purple orange beige maroon kids baby boys girls boy girl
    unisex mens womens ladies man woman dan untuk dengan isi murah promo baru best seller ready stock free ongkir
    hitam putih merah biru hijau anak wanita pria bayi import premium terbaru terlaris grosir termurah
    casual shirt shoes dress bag case cover shirts digital wireless portable mini pro plus large small medium long
    short system series 黑色 白色 红色 蓝色 男 女 新款 正品 包邮 套装`,
  100: `watch tshirt top tops jeans trousers shorts skirt jacket sweater kurta kurti tunic saree sandal sandals heels
    flats slippers flip flops sports sneakers casuals formal belt wallet handbag backpack sunglasses ring earrings
    necklace pendant bracelet bangle lipstick nail polish deo deodorant perfume mascara cream lotion shampoo soap oil
    dial analogue printed striped solid checked check print stripes cotton leather denim silk steel stainless wood
    plastic glass rubber metal matte glossy classic basic regular slim fit round neck collar sleeve sleeves polo
    crew hooded hoodie tank vest socks brief briefs bra trunk innerwear nightdress capris leggings tights
    camera phone cable charger battery adapter speaker speakers headphones keyboard mouse monitor printer toner
    cartridge ink paper memory card drive usb hdmi lcd led tv hdtv widescreen flat panel player dvd radio remote
    control mount stand holder stereo home theater receiver washer dryer refrigerator microwave oven range
    dishwasher cooktop grill vacuum filter kit accessory accessories replacement compatible high full color colour
    multi light dark warna motif ukuran tas baju celana kaos sepatu sandal hijab jilbab kerudung masker serum sabun
    botol lampu kabel casing tempered box mainan susu kopi teh minyak 连衣裙 衬衫 裤子 鞋 包 手表 手机 充电器`,
};

const frequencies = new Map<string, number>(
  Object.entries(oneIn).flatMap(([every, words]) =>
    words.split(/\s+/).map((word): [string, number] => [word, 1 / Number(every)]),
  ),
);
/** Of words that are not listed. */
const unlisted = 1 / 4000;
/** A number of one or two digits is in many titles. */
const shortNumber = 1 / 60;

/** The share of all products that have this word (folded) in their title. */
export function backgroundFrequency(word: string): number {
  return frequencies.get(word) ?? (/^\d{1,2}$/.test(word) ? shortNumber : unlisted);
}

/** Whether a word is in titles of many products anywhere. */
export function isUsual(word: string): boolean {
  return frequencies.has(word);
}
