/** Held to `whitespace_clean(basic_clean(text))` of OpenCLIP with ftfy 6.3.1, which gave what is expected here. */
import { expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

it.each([
  ['Men&#39;s  shirt &amp; tie', "Men's shirt & tie"],
  ['Women’s “Slim” jeans', 'Women\'s "Slim" jeans'],
  ['Caf&eacute; cr&egrave;me', 'Café crème'],
  ['A&amp;amp;B', 'A&B'],
  [' Levi&rsquo;s 501&reg;', "Levi's 501®"],
  ['<b>bold</b> &lt;i&gt;', '<b>bold</b> <i>'],
  ['5 &lt; 6 &copy 2020', '5 < 6 © 2020'],
  ['CafÃ© crÃ¨me', 'Café crème'],
  ['Itâ€™s new â€“ 20% off', "It's new – 20% off"],
  ['ÃƒÂ©', 'é'],
  ['Å“uvre', 'œuvre'],
  ['Ð¡ÑƒÐ¼ÐºÐ°', 'Сумка'],
  ['çº¢è‰²', '红色'],
  ['©® Â© 2020', '©® © 2020'],
  ['Ünlü Â£20', 'Ünlü £20'],
  ['NESTLÉ® chocolate', 'NESTLÉ® chocolate'],
  ['¿Qué? España, Größe 38½', '¿Qué? España, Größe 38½'],
  ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ['红色，鞋“新”', '红色,鞋"新"'],
  ['ﬁne oﬃce ĳ', 'fine office ij'],
  ['a\u0000b\u0007c\tand\u00a0d\r\ne', 'abc and d e'],
  ['e\u0301te\u0301', 'été'],
  ['\ufeffBOM', 'BOM'],
  ['it\u0091s \u0096 ok', "it's – ok"],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['100% cotton™ — 3′ x 5″', '100% cotton™ — 3′ x 5″'],
  ['', ''],
])('%j becomes %j', (text, clean) => {
  expect(cleanText(text)).toBe(clean);
  expect(cleanText(clean)).toBe(clean);
});
