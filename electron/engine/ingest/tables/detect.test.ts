import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decode } from './decoding.ts';
import { detectDelimiter } from './delimiter.ts';
import { detectEncoding, EncodingEvidence } from './encoding.ts';
import { looksLikeHtml, textOfHtml } from './html.ts';
import { guessRoles } from './roles.ts';

describe('detectEncoding', () => {
  const chinese =
    '货号,标题,颜色,图片\nA1,蓝色牛仔裤女春秋款,蓝色,images/a1.jpg\nA2,男士纯棉短袖T恤,白色,images/a2.jpg\n';
  const german =
    'sku;titel;farbe\n1;Schöne Blümchenbluse für Mädchen;grün\n2;Weiße Hose, lässig;weiß\n3;Größe 40 Röcke;schwarz\n';
  const french = 'sku,titre\n1,"Chaussures d’été à lacets"\n2,"Sac à main brodé, façon cuir"\n3,"Écharpe légère"\n';
  const russian =
    'sku;название;цвет\n1;Красная куртка зимняя;красный\n2;Синие джинсы мужские;синий\n3;Белая футболка;белый\n';

  const taiwanese =
    '貨號,標題,顏色,圖片\nA1,藍色牛仔褲女春秋款,藍色,a1.jpg\nA2,男士純棉短袖上衣,白色,a2.jpg\nA3,真皮手提包大容量,黑色,a3.jpg\n';
  const korean =
    '상품코드,상품명,색상\n1,여성용 청바지 봄 신상,파란색\n2,남성 면 반팔 티셔츠,흰색\n3,가죽 핸드백,검은색\n';
  const japanese =
    '商品コード,商品名,色\n1,レディース デニムパンツ 春の新作,ブルー\n2,メンズの半袖シャツ,ホワイト\n3,本革のハンドバッグ,ブラック\n';

  it.each<[string, string, string]>([
    ['ascii', 'sku,title\n1,Shirt\n', 'utf-8'],
    ['utf-8', chinese, 'utf-8'],
    ['utf-8', german, 'utf-8'],
    ['gbk', chinese, 'gb18030'],
    ['gb18030', `${chinese}A3,皮革手提包\u{20000},棕色,a3.jpg\n`, 'gb18030'],
    ['gbk', '货号,标题\n1,鞋\n', 'gb18030'],
    ['big5', taiwanese, 'big5'],
    ['euc-kr', korean, 'euc-kr'],
    ['shift_jis', japanese, 'shift_jis'],
    ['euc-jp', japanese, 'euc-jp'],
    ['windows-1252', german, 'windows-1252'],
    ['windows-1252', french, 'windows-1252'],
    ['windows-1251', russian, 'windows-1251'],
    ['utf-16le', german, 'utf-16le'],
    ['utf-16be', chinese.repeat(3), 'utf-16be'],
  ])('knows %s (%#)', (encoding, text, expected) => {
    expect(detectEncoding(iconv.encode(text, encoding))).toBe(expected);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('believes the byte order mark of %s', (encoding) => {
    expect(detectEncoding(iconv.encode('a,b\n', encoding, { addBOM: true }))).toBe(encoding);
  });

  it('forgives a character cut at the end of the sample', () => {
    const bytes = iconv.encode(chinese, 'utf-8');
    expect(detectEncoding(bytes.subarray(0, bytes.indexOf(iconv.encode('蓝', 'utf-8')) + 2))).toBe('utf-8');
  });

  it('finds the one odd character late in a long table', () => {
    const rows = 'A1,Shirt,images/a1.jpg\n'.repeat(20_000);
    expect(detectEncoding(iconv.encode(`${rows}A2,Café,a2.jpg\n`, 'windows-1252'))).toBe('windows-1252');
    expect(detectEncoding(iconv.encode(`${rows}A2,Café,a2.jpg\n`, 'utf-8'))).toBe('utf-8');
  });
});

describe('detectDelimiter', () => {
  it.each<[string, string, string]>([
    ['commas', 'a,b,c\n1,2,3\n', ','],
    ['semicolons with commas in the numbers', 'sku;price;size\n1;1,50;2,5\n2;2,50;3,5\n', ';'],
    ['tabs with commas in the titles', 'sku\ttitle\n1\tA, b\n2\tC, d, e\n', '\t'],
    ['pipes', 'sku|title|image\n1|a|x.jpg\n2|b|y.jpg', '|'],
    ['commas with lists of pipes', 'sku,image,tag\n1,a.jpg|b.jpg,x\n2,c.jpg|d.jpg,y\n', ','],
    ['commas with semicolons in quotes', 'sku,text\n1,"a; b; c"\n2,"d; e; f"\n', ','],
    ['quoted line ends', 'sku;text\n1;"a,\nb,\nc"\n2;"d,\ne,\nf"\n', ';'],
    ['one column', 'image\na.jpg\nb.jpg\n', ','],
    ['commas beside inch marks', 'sku,title\n1,5" heel\n2,a; b\n3,7" wedge; c\n4,"x; ""y""; z"\n', ','],
    ['one ragged row', 'a;b;c\n1;2;3\n1;2\n4;5;6\n', ';'],
  ])('finds %s', (_, text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});

describe('guessRoles', () => {
  /** Roles of columns written as "header: cell, cell". */
  function roles(...columns: string[]): string[] {
    const parsed = columns.map((column) => {
      const [name = '', cells = ''] = column.split(': ');
      return { name, values: cells.split(', ').filter((cell) => cell !== '') };
    });
    return guessRoles(parsed, new Map()).map((meaning) =>
      meaning.group === undefined ? meaning.role : `tag ${meaning.group}`,
    );
  }

  it.each<[string, string[], string[]]>([
    [
      'English headers',
      [
        'Item No.: 1, 2',
        'Product Name: a, b',
        'Sale Price: 3, 4',
        'Main Image: a.jpg',
        'Base Colour: Red',
        'Gender: Men',
        'Fabric: Silk',
        'Brand Name: X',
        'Article_Type: Tee',
        'Sub-Category: Sandals',
      ],
      [
        'sku',
        'title',
        'price',
        'image',
        'tag colour',
        'tag audience',
        'tag material',
        'tag brand',
        'tag type',
        'tag subcategory',
      ],
    ],
    [
      'Chinese headers',
      [
        '货号: A1',
        '商品名称: 裙',
        '价格（元）: 99',
        '主图: a.jpg',
        '颜色: 红',
        '类目: 女装',
        '材质: 棉',
        '季节: 夏',
        '尺码: M',
        '品牌: 某',
        '适用性别: 女',
        '描述: 好',
      ],
      [
        'sku',
        'title',
        'price',
        'image',
        'tag colour',
        'tag category',
        'tag material',
        'tag season',
        'tag size',
        'tag brand',
        'tag audience',
        'description',
      ],
    ],
    [
      'several picture columns',
      ['sku: 1', 'image1: a.jpg', 'Image 2: b.jpg', '图片3: c.jpg'],
      ['sku', 'image', 'image', 'image'],
    ],
    ['the better of two skus', ['id: 1, 2', 'SKU: A, B', 'image: a.jpg'], ['attribute', 'sku', 'image']],
    ['a "url" of pictures', ['sku: 1', 'url: https://x.example/a.jpg?v=1, https://x.example/b.png'], ['sku', 'image']],
    ['a "type" of pictures', ['sku: 1', 'type: a/b.jpg, a/c.jpg'], ['sku', 'image']],
    ['a price that is none', ['sku: 1', 'price: cheap, dear, cheap', 'image: a.jpg'], ['sku', 'tag price', 'image']],
    ['yes and no', ['sku: 1', 'kids: True, False, True', 'image: a.jpg'], ['sku', 'attribute', 'image']],
    ['an empty column', ['sku: 1', 'foo', 'image: a.jpg'], ['sku', 'ignore', 'image']],
    [
      'contents under unknown headers',
      [
        'col a: X-1, X-2, X-3',
        'col b: p/1.jpg, p/2.jpg, p/3.jpg',
        'col c: € 5, € 6, € 7',
        'col d: https://x.example/1, https://x.example/2',
        'Fit_Kind: slim, wide, slim',
        'col f: Green parka one, Blue coat two, Red hat three',
        'col g: 12, 40, 41',
      ],
      ['sku', 'image', 'price', 'url', 'tag fit kind', 'title', 'attribute'],
    ],
  ])('understands %s', (_, columns, expected) => {
    expect(roles(...columns)).toEqual(expected);
  });

  it('lets the caller decide, and takes the role from the guess', () => {
    const columns = ['sku', 'code', 'shade'].map((name) => ({ name, values: ['x1'] }));
    const named = new Map([
      ['code', { column: 'code', role: 'sku' as const }],
      ['shade', { column: 'shade', role: 'tag' as const, group: 'colour' }],
    ]);
    expect(guessRoles(columns, named)).toEqual([
      { role: 'attribute' },
      { role: 'sku' },
      { role: 'tag', group: 'colour' },
    ]);
  });
});

describe('textOfHtml', () => {
  it.each([
    ['<p>Soft&nbsp;cotton</p><ul><li>50&deg;C</li><li>A&amp;B</li></ul>', 'Soft cotton\n\n50°C\nA&B'],
    ['a<br/>b <b>bo</b>ld', 'a\nb bold'],
    [
      '<p>One\ntwo</p>\n<p>three</p><ol><li>a</li>\n<li>b<ul><li>c</li></ul></li></ol>end',
      'One two\n\nthree\n\na\nb\nc\n\nend',
    ],
    [
      '<table><tr><td>Width</td><td>3 cm</td></tr><tr><td>Height</td><td>4 cm</td></tr></table>',
      'Width 3 cm\nHeight 4 cm',
    ],
    ['<style>p { color: red }</style>x<script>alert("<p>")</script >y<!-- z -->', 'x\ny'],
    ['&#8364;5 &#x4e2d; &#0; &unknown; 1 < 2', '€5 中 \ufffd &unknown; 1 < 2'],
  ])('of %s', (html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  // Quadratic expressions took 18 s for this.
  it.each(['<a', '<a '.repeat(3), '<!--', '<p', '&#', '<script>', '</'])(
    'of %j over and over takes no time',
    (piece) => {
      const long = piece.repeat(200_000);
      const started = performance.now();
      looksLikeHtml(long);
      textOfHtml(long);
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});

describe('code pages', () => {
  const texts = {
    french: 'sku,titre\n1,Écharpe légère à carreaux\n2,Robe d’été brodée, façon cuir\n3,Gants tricotés pour fête\n',
    german: 'sku;titel\n1;Schöne Blümchenbluse für Mädchen\n2;Weiße Hose, lässig\n3;Größe 40 Röcke\n',
    danish: 'sku,navn\n1,Blå støvle til børn\n2,Rød kåbe med hætte\n3,Grønne sokker på tilbud, æble\n',
    spanish: 'sku,nombre\n1,Camisón de algodón para niña\n2,Pantalón cómodo, tamaño único\n3,Sombrero español\n',
    portuguese: 'sku,nome\n1,Calça de algodão\n2,Sutiã sem costura, não desbota\n3,Botas de inverno à prova de água\n',
    polish: 'sku,nazwa\n1,Żółta sukienka z długim rękawem\n2,Męskie spodnie ćwiczeniowe\n3,Śliczna bluzka w groszki\n',
    czech: 'sku,název\n1,Dětské tričko s příšerkou\n2,Žlutá čepice ze střižní vlny\n3,Kožené boty, různé velikosti\n',
    hungarian: 'sku,név\n1,Női őszi kabát\n2,Férfi bőrcipő, fekete\n3,Gyűrű ezüstből, kézműves\n',
    turkish: 'sku,ad\n1,Kadın kışlık çizme\n2,Yağmurluk, su geçirmez şık\n3,Erkek gömlek düğmeli ışıltılı\n',
    lithuanian:
      'sku,pavadinimas\n1,Moteriška žieminė striukė\n2,Vyriški odiniai batai, juodi šviesūs\n3,Vaikiškos kelnės ąžuolas įvairių\n',
    russian: 'артикул;название\n1;Красная куртка зимняя\n2;Синие джинсы мужские\n3;Белая футболка хлопок\n',
    greek: 'κωδ;όνομα\n1;Μπλε παντελόνι ανδρικό\n2;Κόκκινο φόρεμα καλοκαιρινό\n3;Λευκά παπούτσια\n',
    hebrew: 'sku,שם\n1,חולצה כחולה לגברים\n2,שמלת קיץ אדומה\n3,נעלי עור שחורות\n',
    arabic: 'sku,اسم\n1,قميص أزرق للرجال\n2,فستان صيفي أحمر\n3,حذاء جلدي أسود\n',
    thai: 'sku,ชื่อ\n1,เสื้อเชิ้ตสีน้ำเงิน\n2,กระโปรงสั้นสีแดง\n3,รองเท้าหนังสีดำ\n',
  };

  it.each<[keyof typeof texts, string]>([
    ['french', 'windows-1252'],
    ['french', 'macintosh'],
    ['french', 'cp850'],
    ['german', 'windows-1252'],
    ['german', 'macintosh'],
    ['german', 'cp850'],
    ['danish', 'windows-1252'],
    ['danish', 'macintosh'],
    ['spanish', 'windows-1252'],
    ['spanish', 'macintosh'],
    ['portuguese', 'windows-1252'],
    ['portuguese', 'macintosh'],
    ['polish', 'windows-1250'],
    ['polish', 'iso-8859-2'],
    ['czech', 'windows-1250'],
    ['hungarian', 'windows-1250'],
    ['turkish', 'windows-1254'],
    ['lithuanian', 'windows-1257'],
    ['russian', 'windows-1251'],
    ['russian', 'koi8-r'],
    ['russian', 'cp866'],
    ['greek', 'windows-1253'],
    ['hebrew', 'windows-1255'],
    ['arabic', 'windows-1256'],
    ['thai', 'windows-874'],
  ])('reads %s written in %s', (language, encoding) => {
    const bytes = iconv.encode(texts[language].replace('d’été', encoding === 'cp850' ? "d'été" : 'd’été'), encoding);
    expect(decode(bytes, detectEncoding(bytes))).toBe(decode(bytes, encoding));
  });

  it('keeps UTF-8 whatever a few bytes say, and wherever it is cut', () => {
    const text = iconv.encode(texts.french.repeat(40), 'utf-8');
    const broken = Buffer.concat([text, Buffer.from([0xe9, 0x2c, 0xe8, 0x0a]), text]);
    expect(detectEncoding(broken)).toBe('utf-8');
    const evidence = new EncodingEvidence();
    for (let at = 0; at < broken.length; at += 7) evidence.push(broken.subarray(at, at + 7));
    expect(evidence.guesses()[0]).toBe('utf-8');
  });

  it('says what else it may be', () => {
    const evidence = new EncodingEvidence();
    evidence.push(iconv.encode(texts.french, 'macintosh'));
    expect(evidence.guesses()).toEqual(expect.arrayContaining(['macintosh', 'windows-1252']));
  });
});
