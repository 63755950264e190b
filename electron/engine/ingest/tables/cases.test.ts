/** Inputs of the kinds that tables of shops were read wrong in, each with what is right. */
import path from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { previewTable } from './index.ts';
import { bySku, eachTableFolder, linesOf, readAll, tagNames } from './testing.ts';

const folder = eachTableFolder();
const { table, images, names } = folder;

describe('quotes', () => {
  it('that a backslash keeps are read as such', async () => {
    images('a.jpg');
    const file = table(
      'sku,title,description,price,image\nL1,Shoe,Plain,30,a.jpg\nL2,Bag,"<div class=\\"row, wide\\">Fits a 13\\" laptop, or a tablet</div>",45,a.jpg\nL3,Hat,"Felt, hand made",20,a.jpg\nL4,Dress,"Length 40"" in all",60,a.jpg\n',
    );
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(products.map(({ sku, description, price }) => [sku, description, price])).toEqual([
      ['L1', 'Plain', 30],
      ['L2', 'Fits a 13" laptop, or a tablet', 45],
      ['L3', 'Felt, hand made', 20],
      ['L4', 'Length 40" in all', 60],
    ]);
  });

  it('that end a cell too early are named with their line, and lose nothing', async () => {
    images('a.jpg', 'b.jpg');
    const { products, problems } = await readAll(table('sku,title,image\nA1,x,a.jpg\nA2,"b"c,b.jpg\nA3,d,a.jpg\n'));
    expect(products.map(({ sku, title }) => [sku, title])).toEqual([
      ['A1', 'x'],
      ['A2', '"b"c'],
      ['A3', 'd'],
    ]);
    expect(linesOf(problems)).toEqual([3]);
    expect(problems[0]?.reason).toContain('closing quote');
  });

  it('that nobody closes cost their row and no other', async () => {
    images('a.jpg');
    const many = Array.from({ length: 3000 }, (_, n) => `B${n},"quoted ${n}",a.jpg`).join('\n');
    const { products, problems } = await readAll(
      table(`sku,title,image\nA1,"two\nlines",a.jpg\nA2,"open,a.jpg\n${many}\n`),
    );
    expect(products).toHaveLength(3001);
    expect(products.at(-1)).toMatchObject({ sku: 'B2999', row: 3004 });
    expect(linesOf(problems)).toEqual([4]);
    const last = await readAll(table('sku,title,image\nA1,b,a.jpg\nA2,"open,a.jpg\nA3,c,a.jpg'));
    expect(last.products.map(({ sku }) => sku)).toEqual(['A1', 'A3']);
    expect(linesOf(last.problems)).toEqual([3]);
  });
});

describe('encodings', () => {
  const rows = Array.from(
    { length: 30 },
    (_, n) => `F${100 + n},Écharpe légère à carreaux n°${n},crème,"${20 + n},50 €",a.jpg`,
  );

  it('survive one broken byte, whose row is named', async () => {
    images('a.jpg');
    const text = `sku,title,colour,price,image\n${rows.join('\n')}\n`;
    const bytes = iconv.encode(text, 'utf-8');
    const at = bytes.indexOf(iconv.encode('gère à carreaux n°17', 'utf-8')) + 1;
    const file = table(Buffer.concat([bytes.subarray(0, at), Buffer.from([0xe8]), bytes.subarray(at + 2)]));
    const { products, problems } = await readAll(file);
    expect(products).toHaveLength(30);
    expect(products.filter(({ title }) => title.includes('\ufffd')).map(({ sku }) => sku)).toEqual(['F117']);
    expect(products[0]).toMatchObject({ title: 'Écharpe légère à carreaux n°0', price: 20.5, currency: 'EUR' });
    expect(tagNames(products[29])).toEqual(['crème']);
    expect(linesOf(problems)).toEqual([19]);
    const preview = await previewTable(file);
    expect(preview.encoding).toBe('utf-8');
    expect(preview.warnings).toContainEqual(
      expect.objectContaining({ why: 'unreadable-characters', values: { encoding: 'utf-8', count: 1, line: 19 } }),
    );
  });

  it('are not doubted for a character that the end of a piece cuts', async () => {
    images('a.jpg');
    const line = (n: number) => `S${n},Plain red shoe,a.jpg\n`;
    let text = 'sku,title,image\n';
    for (let n = 0; text.length < 262_100; n++) text += line(n);
    text += `${'T'.padEnd(262_143 - text.length - 1, 'x')},éé,a.jpg\nU,ü,a.jpg\n`;
    const bytes = iconv.encode(text, 'utf-8');
    const cut = bytes[262_144];
    expect(cut !== undefined && (cut & 0xc0) === 0x80).toBe(true);
    const preview = await previewTable(table(bytes));
    expect(preview.encoding).toBe('utf-8');
    expect(preview.warnings).toEqual([]);
  });

  it('can be compared before the import', async () => {
    images('a.jpg');
    const bytes = iconv.encode(`sku,title,colour,price,image\n${rows.join('\n').replaceAll('€', '¤')}\n`, 'macintosh');
    expect(bytes.includes(0xdb)).toBe(true);
    const file = table(bytes);
    expect((await readAll(file)).products[0]).toMatchObject({ price: 20.5, currency: 'EUR' });
    const { encoding, encodings } = await previewTable(file);
    expect(encoding).toBe('macintosh');
    expect(encodings[0]).toMatchObject({
      encoding: 'macintosh',
      lines: [expect.stringContaining('légère'), expect.anything(), expect.anything(), expect.anything()],
    });
    expect(encodings.map((reading) => reading.encoding)).toContain('windows-1252');
    expect((await previewTable(file, { encoding: 'windows-1252' })).encodings[0]?.encoding).toBe('windows-1252');
  });
});

describe('names of images', () => {
  it('may hold the separator of lists', async () => {
    images('12_High_Street,_front.jpg', 'bag, blue.jpg', 'black.jpg', 'green.jpg', 'yellow.jpg', 'red.jpg');
    const file = table(
      'sku,title,price,images\nN1,Street,10,"12_High_Street,_front.jpg"\nN2,Two,20,"green.jpg, yellow.jpg"\nN3,Bag,30,"bag, blue.jpg"\nN4,Three,40,"black.jpg, green.jpg, bag, blue.jpg"\nN5,Pair,50,"red.jpg, black.jpg"\nN6,Mixed,60,"red.jpg|black.jpg;green.jpg"\nN7,Lost,70,"a, lost.jpg"\n',
    );
    const { products, problems } = await readAll(file);
    expect(products.map(names)).toEqual([
      ['12_High_Street,_front.jpg'],
      ['green.jpg', 'yellow.jpg'],
      ['bag, blue.jpg'],
      ['black.jpg', 'green.jpg', 'bag, blue.jpg'],
      ['red.jpg', 'black.jpg'],
      ['red.jpg', 'black.jpg', 'green.jpg'],
      [],
    ]);
    expect(problems.map(({ path: file }) => file)).toEqual([path.join(folder.dir, 'a, lost.jpg')]);
    expect(await previewTable(file)).toMatchObject({ imagesFound: 12, imagesMissing: 1 });
  });

  it('that several folders have are never guessed', async () => {
    images('images/main.jpg', 'p/1001/main.jpg', 'p/1002/main.jpg');
    const row = (n: number) => `${n},Shoe ${n},https://cdn.example.com/p/${n}/main.jpg`;
    const { products, problems } = await readAll(table(`sku,title,image\n${[1001, 1002, 1003].map(row).join('\n')}\n`));
    expect(products.map(names)).toEqual(
      [['p/1001/main.jpg'], ['p/1002/main.jpg'], []].map((list) => list.map(path.normalize)),
    );
    expect(problems).toMatchObject([{ sku: '1003', row: 4, code: 'IMAGE_REMOTE' }]);
    expect(problems[0]?.reason).toMatch(/not clear .*images.main\.jpg/);
  });

  it('that one file and several addresses have are never guessed', async () => {
    images('images/main.jpg', 'images/own.jpg');
    const row = (n: number) => `${n},https://cdn.example.com/${n}/main.jpg`;
    const { products, problems } = await readAll(
      table(
        `sku,image\n${[1, 2].map(row).join('\n')}\n3,https://cdn.example.com/3/own.jpg?v=1\n4,https://cdn.example.com/3/own.jpg?v=2\n`,
      ),
    );
    expect(products.map(names)).toEqual([[], [], ['images/own.jpg'], ['images/own.jpg']]);
    expect(problems.map(({ sku }) => sku)).toEqual(['1', '2']);
  });

  it('are found as the paths of shop systems write them', async () => {
    images(
      'media/m/h/mh01-black.jpg',
      'images/my shoe.jpg',
      'b%20c.jpg',
      'wp-content/uploads/2024/x.jpg',
      'sub/deep/only.jpg',
    );
    const cells = [
      '/m/h/mh01-black.jpg',
      'my%20shoe.jpg',
      'b%20c.jpg',
      '/2024/x.jpg',
      '/other/only.jpg',
      'http://shop.example/wp-content/uploads/2024/x.jpg',
      './images/my shoe.jpg',
    ];
    const { products, problems } = await readAll(
      table(`sku\timage\n${cells.map((cell, n) => `S${n}\t${cell}`).join('\n')}`, 'a.tsv'),
    );
    expect(problems).toEqual([]);
    expect(products.map((product) => names(product)?.[0])).toEqual(
      [
        'media/m/h/mh01-black.jpg',
        'images/my shoe.jpg',
        'b%20c.jpg',
        'wp-content/uploads/2024/x.jpg',
        'sub/deep/only.jpg',
        'wp-content/uploads/2024/x.jpg',
        'images/my shoe.jpg',
      ].map(path.normalize),
    );
  });

  it('may be pictures themselves, of megabytes, which are named with their line', async () => {
    const data = `data:image/png;base64,${'iVBORw0KGgo'.repeat(300_000)}`;
    const { products, problems } = await readAll(table(`sku,title,image\nA1,Hat,"${data}"\nA2,Cap,"${data}"\n`));
    expect(products.map(({ sku }) => sku)).toEqual(['A1', 'A2']);
    expect(problems.map(({ code, row }) => [code, row])).toEqual([
      ['NOT_AN_IMAGE', 2],
      ['NOT_AN_IMAGE', 3],
    ]);
    expect(problems[0]?.reason).toContain('Save it as a file');
  });
});

describe('texts', () => {
  it('have their entities decoded before anything is split', async () => {
    images('a.jpg');
    const { products } = await readAll(
      table(
        'sku,title,category,tags,brand,description,price,image\nE1,Bed &amp; Bath towel,Bed &amp; Bath,"soft &amp; light,cotton",Smith &amp; Sons,Plain &amp; simple,12,a.jpg\nE2,Men&#8217;s &frac12; zip top,Men&#039;s,wool,Caf&Eacute; Co,"<p>Jalape&ntilde;o green&#151;30 cm &times; 40&Prime; &euro;5 off</p>",22,a.jpg\nE3,T&C mug,Kitchen,R&D;x,AT&T,5 &lt; 6,9,a.jpg\n',
      ),
    );
    expect(products).toMatchObject([
      { title: 'Bed & Bath towel', description: 'Plain & simple' },
      { title: 'Men’s ½ zip top', description: 'Jalapeño green—30 cm × 40″ €5 off' },
      { title: 'T&C mug', description: '5 < 6' },
    ]);
    expect(products.map((product) => tagNames(product))).toEqual([
      ['Bed & Bath', 'soft & light', 'cotton', 'Smith & Sons'],
      ["Men's", 'wool', 'CafÉ Co'],
      ['Kitchen', 'R&D', 'x', 'AT&T'],
    ]);
  });

  it('keep lists and line ends, written ones too', async () => {
    images('a.jpg');
    const { products } = await readAll(
      table(
        'ID,Type,SKU,Name,Published,"Short description",Description,"Sale price","Regular price",Categories,Tags,Images\n11,simple,P1,"Harbour puzzle",1,"<ul>\\n \\t<li>950 pieces</li>\\n \\t<li>Stand included</li>\\n</ul>","First line.\\nSecond line.\\n\\nThird: C:\\\\\\\\new",,25,"Toys > Puzzles",,a.jpg\n12,simple,P2,"Forest puzzle",1,plain,"<p>One</p><p>Two<br>lines</p>",,30,"Toys > Puzzles",,a.jpg\n',
      ),
    );
    expect(products[0]).toMatchObject({
      price: 25,
      description: 'First line.\nSecond line.\n\nThird: C:\\new',
      attributes: { 'Short description': '950 pieces\nStand included' },
    });
    expect(products[1]?.description).toBe('One\n\nTwo\nlines');
  });

  it('and keys are compared in one Unicode form and without case', async () => {
    images('a.jpg', 'b.jpg');
    const { products, problems } = await readAll(
      table('sku,colour,title,image\nCafé-1,Crème,Chair,a.jpg\nCAFE\u0301-1,CRE\u0300ME,Chair,b.jpg\n'),
    );
    expect(problems).toEqual([]);
    expect(products).toMatchObject([{ sku: 'Café-1' }]);
    expect(tagNames(products[0])).toEqual(['Crème']);
    expect(names(products[0])).toEqual(['a.jpg', 'b.jpg']);
  });
});

describe('headers', () => {
  it('may be numbers', async () => {
    images('r.jpg', 'b.jpg');
    const { products, problems } = await readAll(
      table('sku,title,colour,image,price,36,37,38\nZ1,Shoe,Red,r.jpg,49.90,2,0,1\nZ2,Bag,Blue,b.jpg,39.90,0,0,0\n'),
    );
    expect(problems).toEqual([]);
    expect(products).toMatchObject([
      { sku: 'Z1', price: 49.9, attributes: { 36: '2', 37: '0', 38: '1' } },
      { sku: 'Z2', price: 39.9, attributes: { 36: '0' } },
    ]);
  });
});

describe('prices', () => {
  it.each<[string, string[], number[], string | null]>([
    ['SEK', ['1 299,00 kr', '799,50 kr', '249 kr', '1 050 kr'], [1299, 799.5, 249, 1050], null],
    ['CZK', ['1 299 Kč', '799,50 Kč', '249 Kč', '990 Kč'], [1299, 799.5, 249, 990], 'CZK'],
    ['IDR', ['Rp 150.000', 'Rp 89.900', 'Rp 1.250.000'], [150000, 89900, 1250000], 'IDR'],
    [
      'EUR with notes',
      ['34,50 € *', '1.599,00 € *', '19,90 €', 'ab 12,90 €', '24,90 € / Stück'],
      [34.5, 1599, 19.9, 12.9, 24.9],
      'EUR',
    ],
    [
      'KWD',
      ['12.500 KWD', 'KWD 9.750', 'KWD 3,250', '0.900 KWD', 'KWD 1,050.000'],
      [12.5, 9.75, 3.25, 0.9, 1050],
      'KWD',
    ],
  ])('are read in %s', async (_, cells, amounts, currency) => {
    images('a.jpg');
    const { products, problems } = await readAll(
      table(`sku\tprice\timage\n${cells.map((cell, n) => `S${n}\t${cell}\ta.jpg`).join('\n')}\n`, 'a.tsv'),
    );
    expect(problems).toEqual([]);
    expect(products.map(({ price }) => price)).toEqual(amounts);
    expect(new Set(products.map((product) => product.currency))).toEqual(new Set([currency]));
  });

  it('take their decimals from the currency in another column', async () => {
    images('a.jpg');
    const rows = ['12.500', '9.750', '3.250', '0.900', '1050.000'];
    const { products } = await readAll(
      table(`sku,price,currency,image\n${rows.map((cell, n) => `K${n},${cell},KWD,a.jpg`).join('\n')}\n`),
    );
    expect(products.map(({ price, currency }) => [price, currency])).toEqual(
      [12.5, 9.75, 3.25, 0.9, 1050].map((price) => [price, 'KWD']),
    );
  });

  it('that nobody can read are told before the import, with examples', async () => {
    images('a.jpg');
    const cells = ['12,50 €', 'auf Anfrage', 'Tagespreis', '3 für 10 €', '9,90 €'];
    const file = table(
      `sku\tpreis\tprice\timage\n${cells.map((cell, n) => `S${n}\tx\t${cell}\ta.jpg`).join('\n')}\n`,
      'a.tsv',
    );
    const preview = await previewTable(file);
    expect(preview.warnings).toContainEqual(
      expect.objectContaining({
        why: 'prices-unclear',
        values: { column: 'price', count: 3, of: 5, examples: '"auf Anfrage", "Tagespreis", "3 für 10 €"' },
      }),
    );
    expect(preview.prices).toEqual([
      { column: 'price', cell: '12,50 €', amount: 12.5, currency: 'EUR' },
      { column: 'price', cell: '9,90 €', amount: 9.9, currency: 'EUR' },
    ]);
  });

  it('may be ranges', async () => {
    images('a.jpg');
    const { products } = await readAll(table('sku,price,image\nA1,$10 - $20,a.jpg\nA2,$15,a.jpg\n'));
    expect(products).toMatchObject([
      { price: 10, priceTo: 20, currency: 'USD' },
      { price: 15, priceTo: null },
    ]);
  });
});

describe('a table without pictures', () => {
  it('comes in as listings, saying so once', async () => {
    const file = table('sku,title,price\nA1,Hat,5\nA2,Cap,6\n');
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(products).toMatchObject([{ sku: 'A1', imagePaths: [] }, { sku: 'A2' }]);
    expect((await previewTable(file)).warnings.map(({ why }) => why)).toEqual(['no-pictures']);
    expect(bySku((await readAll(table('title,price\nHat,5\nHat,6\n'))).products).has('Hat (2)')).toBe(true);
  });
});
