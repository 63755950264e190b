import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { dataDir } from '../../../../bench/support/data.ts';
import { previewTable, type TableOptions, type TableProblem, type TableProduct } from './index.ts';
import { eachTableFolder, readAll } from './testing.ts';

const folder = eachTableFolder();
const { table, images, names } = folder;
const tags = (product: TableProduct | undefined) => product?.tags.map((tag) => `${tag.group}:${tag.name}`);
const codes = (problems: readonly TableProblem[]) =>
  problems.map((problem) => [problem.code, problem.row, problem.sku]);

describe('readTable', () => {
  it('reads a plain table', async () => {
    images('images/1.jpg', 'images/2.jpg');
    const file = table(
      'sku,title,colour,type,price,image,fit,description\nA1, Blue jeans ,Blue,Jeans,"1,299.00",images/1.jpg,slim,"<p>Soft &amp; blue</p>"\nA2,Red "big" hat,,Hat,$5,images/2.jpg,,\n',
    );
    expect(await readAll(file)).toEqual({
      products: [
        {
          kind: 'product',
          sku: 'A1',
          title: 'Blue jeans',
          description: 'Soft & blue',
          price: 1299,
          priceTo: null,
          currency: null,
          url: null,
          attributes: { fit: 'slim' },
          tags: [
            { group: 'colour', name: 'Blue' },
            { group: 'type', name: 'Jeans' },
          ],
          variants: [],
          addresses: [],
          imagePaths: [path.join(folder.dir, 'images/1.jpg')],
          row: 2,
          rows: [
            {
              line: 2,
              cells: [
                'A1',
                ' Blue jeans ',
                'Blue',
                'Jeans',
                '1,299.00',
                'images/1.jpg',
                'slim',
                '<p>Soft &amp; blue</p>',
              ],
            },
          ],
        },
        {
          kind: 'product',
          sku: 'A2',
          title: 'Red "big" hat',
          description: '',
          price: 5,
          priceTo: null,
          currency: 'USD',
          url: null,
          attributes: {},
          tags: [{ group: 'type', name: 'Hat' }],
          variants: [],
          addresses: [],
          imagePaths: [path.join(folder.dir, 'images/2.jpg')],
          row: 3,
          rows: [{ line: 3, cells: ['A2', 'Red "big" hat', '', 'Hat', '$5', 'images/2.jpg', '', ''] }],
        },
      ],
      problems: [],
    });
  });

  const rows = [
    ['货号', '标题', '颜色', '价格', '图片'],
    ['甲1', '蓝色牛仔裤女春秋款', '蓝色', '￥ 99', '图/甲1.jpg'],
    ['甲2', '男士纯棉短袖上衣', '白色', '￥59.00', '图/甲2.jpg'],
    ['甲3', '真皮手提包大容量女包', '黑色', '199元', '图/甲3.jpg'],
  ];
  const text = (delimiter: string, newline: string) => rows.map((row) => row.join(delimiter)).join(newline);

  it.each<[string, string, string, string]>([
    ['utf-8', ',', '\n', 'utf-8'],
    ['utf-8 with BOM', ';', '\r\n', 'utf-8'],
    ['gbk', ',', '\r\n', 'gb18030'],
    ['gb18030', '\t', '\n', 'gb18030'],
    ['utf-16le with BOM', '\t', '\r\n', 'utf-16le'],
    ['utf-16be with BOM', ',', '\r', 'utf-16be'],
    ['utf-16le', '|', '\n', 'utf-16le'],
  ])('reads Chinese in %s, cut by %j, lines ended by %j', async (name, delimiter, newline, encoding) => {
    images('图/甲1.jpg', '图/甲2.jpg', '图/甲3.jpg');
    const [plain = '', mark] = name.split(' with ');
    const file = table(iconv.encode(text(delimiter, newline), plain, { addBOM: mark !== undefined }));
    expect(await previewTable(file)).toMatchObject({ encoding, delimiter, rows: 3, imagesFound: 3, imagesMissing: 0 });
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(
      products.map((product) => [product.sku, product.title, product.price, product.currency, product.row]),
    ).toEqual([
      ['甲1', '蓝色牛仔裤女春秋款', 99, 'CNY', 2],
      ['甲2', '男士纯棉短袖上衣', 59, 'CNY', 3],
      ['甲3', '真皮手提包大容量女包', 199, 'CNY', 4],
    ]);
    expect(tags(products[0])).toEqual(['colour:蓝色']);
    expect(names(products[2])).toEqual([path.join('图', '甲3.jpg')]);
  });

  it('names rows that do not fit and goes on', async () => {
    images('a.jpg', 'b.jpg');
    const file = table(
      'sku,title,image\n\nA1,"two\r\nlines",a.jpg\r\nA2,short\nA3,too,long,b.jpg\n,no sku,a.jpg\n,,\nA4,free,b.jpg,,\nA5,none,\n',
    );
    const { products, problems } = await readAll(file);
    expect(products.map((product) => [product.sku, product.row])).toEqual([
      ['A1', 3],
      ['A4', 9],
      ['A5', 10],
    ]);
    expect(codes(problems)).toEqual([
      ['ROW_INVALID', 5, null],
      ['ROW_INVALID', 6, null],
      ['ROW_INVALID', 7, null],
      ['ROW_INVALID', 10, 'A5'],
    ]);
    expect(problems[0]?.reason).toContain('2 cells where the header has 3');
  });

  it('leaves a price out that is none, and says so', async () => {
    images('a.jpg');
    const file = table('sku,price,image\nA1,5,a.jpg\nA2,ask us,a.jpg\nA3,n/a,a.jpg\n');
    const { products, problems } = await readAll(file);
    expect(products.map((product) => product.price)).toEqual([5, null, null]);
    expect(codes(problems)).toEqual([['ROW_INVALID', 3, 'A2']]);
  });

  it('puts rows of one sku together, wherever they stand', async () => {
    images('a.jpg', 'b.jpg', 'c.jpg');
    const file = table(
      'sku,title,colour,image\nA1,Hat,Red,a.jpg\nA2,Cap,Blue,c.jpg\nA1,,Red,b.jpg\nA2,Cap,Green,c.jpg\n',
    );
    const { products, problems } = await readAll(file);
    expect(products.map((product) => [product.sku, names(product), product.row])).toEqual([
      ['A1', ['a.jpg', 'b.jpg'], 2],
      ['A2', ['c.jpg'], 3],
    ]);
    expect(tags(products[1])).toEqual(['colour:Blue']);
    expect(codes(problems)).toEqual([['SKU_DUPLICATE', 5, 'A2']]);
    expect(problems[0]?.reason).toContain('another colour');
  });

  it('splits cells with several pictures and tags', async () => {
    images('a.jpg', 'b.jpg', 'c d.jpg');
    const file = table(
      'sku;title;tags;category;image;image2\nA1;Hat;"summer, sale";Hats, Caps;a.jpg|c d.jpg;b.jpg\nA2;Cap;new;Belts;b.jpg;\n',
    );
    const { products } = await readAll(file);
    expect(names(products[0])).toEqual(['a.jpg', 'c d.jpg', 'b.jpg']);
    expect(tags(products[0])).toEqual(['tag:summer', 'tag:sale', 'category:Hats, Caps']);
    const preview = await previewTable(file);
    expect(preview).toMatchObject({ listSeparator: '|', imagesFound: 4 });
    const again = await readAll(file, { listSeparator: preview.listSeparator });
    expect(again.products).toEqual(products);
  });

  it('makes titles and skus where the table has none', async () => {
    images('x/red_shoe-01.jpg', 'x/b.jpg');
    const untitled = await readAll(table('sku,colour,type,image\nA1,Red,Shoe,x/b.jpg\nblue_hat-2,,,x/b.jpg\n'));
    expect(untitled.products.map((product) => product.title)).toEqual(['Red Shoe', 'blue hat 2']);
    const bare = await readAll(table('x/red_shoe-01.jpg,Red\nx/b.jpg,Blue\n'));
    expect(bare.products.map((product) => [product.sku, product.title, product.row])).toEqual([
      ['x/red_shoe-01', 'red shoe 01', 1],
      ['x/b', 'b', 2],
    ]);
  });

  it('follows the mapping of the caller', async () => {
    images('a.jpg');
    const file = table('one,two,three,four\nA1,Hat,Red,a.jpg\nA2,Cap,Blue,a.jpg\n');
    const mapping: TableOptions['mapping'] = [
      { column: 'one', role: 'attribute' },
      { column: 'two', role: 'sku' },
      { column: 'three', role: 'tag', group: 'shade' },
    ];
    const { products } = await readAll(file, { mapping });
    expect(products[0]).toMatchObject({
      sku: 'Hat',
      attributes: { one: 'A1' },
      tags: [{ group: 'shade', name: 'Red' }],
    });
    await expect(readAll(file, { mapping: [{ column: 'five', role: 'sku' }] })).rejects.toMatchObject({
      code: 'TABLE_MAPPING',
      message: expect.stringContaining('"one", "two", "three", "four"'),
    });
  });

  it('believes a first line that names the delimiter', async () => {
    images('a.jpg');
    const file = table('\ufeffsep=;\r\nsku;note, and more;image\r\nA1;b;a.jpg\r\n');
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(products).toMatchObject([{ sku: 'A1', row: 3 }]);
  });

  it('tells columns of the same name apart', async () => {
    const { columns } = await previewTable(table('sku,note,note,\n1,a,b,c\n'));
    expect(columns.map((column) => column.name)).toEqual(['sku', 'note', 'note (2)', 'Column 4']);
  });
});

describe('picture cells', () => {
  it('lead to files in every way people write them', async () => {
    images('images/a.jpg', 'images/b.JPG', 'photos/c.jpg', 'web.jpg', 'images/café.png', 'images/28006.jpg');
    images('foreign.jpg', 'images/crème.png', 'images/d.jpg');
    const cells: [string, string | undefined][] = [
      ['images/a.jpg', 'images/a.jpg'],
      ['./images/../images/a.jpg', 'images/a.jpg'],
      ['photos\\c.jpg', 'photos/c.jpg'],
      [path.join(folder.dir, 'photos/c.jpg'), 'photos/c.jpg'],
      [pathToFileURL(path.join(folder.dir, 'photos/c.jpg')).href, 'photos/c.jpg'],
      ['a.jpg', 'images/a.jpg'],
      ['images/B.jpg', 'images/b.JPG'],
      ['images/cafe\u0301.png', 'images/café.png'],
      ['28006', 'images/28006.jpg'],
      ['C:\\shop\\foreign.jpg', 'foreign.jpg'],
      ['https://cdn.example/p/web.jpg?v=2', 'web.jpg'],
      ['https://cdn.example/p/cr%C3%A8me.png', 'images/crème.png'],
      ['//cdn.example/d.jpg', 'images/d.jpg'],
      ['images', undefined],
      ['nowhere/z.jpg', undefined],
      ['file://%', undefined],
    ];
    const file = table(`sku\timage\n${cells.map(([cell], n) => `S${n}\t${cell}`).join('\n')}`, 'products.tsv');
    const { products, problems } = await readAll(file);
    expect(products.map((product) => names(product)?.[0])).toEqual(
      cells.map(([, found]) => found && path.normalize(found)),
    );
    expect(codes(problems)).toEqual([
      ['FILE_MISSING', 15, 'S13'],
      ['FILE_MISSING', 16, 'S14'],
      ['FILE_MISSING', 17, 'S15'],
    ]);
    expect(problems[1]?.path).toBe(path.join(folder.dir, 'nowhere/z.jpg'));
  });

  it('on the web are named as such', async () => {
    const file = table('sku,image\nA1,https://cdn.example/a.jpg\nA2,http://cdn.example/..%2f..%2fetc%2fpasswd.jpg\n');
    const { products, problems } = await readAll(file);
    expect(products.map((product) => product.imagePaths)).toEqual([[], []]);
    expect(codes(problems)).toEqual([
      ['IMAGE_REMOTE', 2, 'A1'],
      ['IMAGE_REMOTE', 3, 'A2'],
    ]);
    expect(problems[0]).toMatchObject({
      path: 'https://cdn.example/a.jpg',
      reason: expect.stringContaining('download'),
    });
    const preview = await previewTable(file);
    const hosts = [{ host: 'cdn.example', count: 2, ownNetwork: false }];
    expect(preview).toMatchObject({ imagesFound: 0, imagesMissing: 0, web: { images: 2, hosts, hostCount: 1 } });
  });

  it('on another computer are refused without a look at it, unless they have come along', async () => {
    images('images/b.jpg');
    const cells = ['\\\\nas\\share\\a.jpg', 'file://nas/share/a.jpg', 'file:////nas/a.jpg', '\\\\nas\\share\\b.jpg'];
    const file = table(`sku\timage\n${cells.map((cell, n) => `A${n}\t${cell}`).join('\n')}\n`, 'products.tsv');
    const { products, problems } = await readAll(file);
    expect(products.map((product) => names(product))).toEqual([[], [], [], [path.normalize('images/b.jpg')]]);
    expect(codes(problems)).toEqual([
      ['IMAGE_REMOTE', 2, 'A0'],
      ['IMAGE_REMOTE', 3, 'A1'],
      ['IMAGE_REMOTE', 4, 'A2'],
    ]);
    expect(problems[0]?.reason).toContain('is on another computer, which is not asked for it. Copy');
    const { warnings } = await previewTable(file);
    expect(warnings).toContainEqual(expect.objectContaining({ why: 'pictures-on-web', values: { count: 3 } }));
  });

  it('are missed before the import, as are rows that will be left out', async () => {
    const file = table('sku,title,image\nA1,Hat,a.jpg\nA2,Cap\nA3,Bag,b.jpg\nA4,Belt,c.jpg,extra\n');
    const { warnings } = await previewTable(file);
    expect(warnings.map(({ why, values }) => ({ why, values }))).toEqual([
      { why: 'rows-left-out', values: { count: 2, line: 3 } },
      { why: 'pictures-not-found', values: { count: 3, path: path.join(folder.dir, 'a.jpg') } },
    ]);
  });
});

describe('Shopify', () => {
  const header =
    'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Price,Image Src,Image Position,Variant Image,Status';
  const body = [
    'tee,Plain Tee,"<p>Soft <b>cotton</b>, 50&deg;C</p>",Acme,Apparel & Accessories > Clothing > Shirts,T-Shirt,"basic, summer",TRUE,Color,Red,Size,M,TEE-R-M,200,19.90,https://cdn.shopify.com/s/tee-back.jpg?v=1,2,,active',
    'tee,,,,,,,,,Blue,,L,TEE-B-L,200,21.90,https://cdn.shopify.com/s/tee-front.jpg?v=1,1,,',
    'cap,Cap,,Acme,,Hat,,TRUE,Title,Default Title,,,CAP,90,9,https://cdn.shopify.com/s/cap.jpg,1,,active',
    'tee,,,,,,,,,,,,,,,https://cdn.shopify.com/s/tee-detail.jpg,3,,',
    ',lost,,,,,,,,,,,,,,,,,',
  ];

  it('gathers a product from its rows, pictures by position', async () => {
    images('tee-front.jpg', 'images/tee-back.jpg', 'images/tee-detail.jpg');
    const file = table([header, ...body].join('\r\n'));
    expect(await previewTable(file)).toMatchObject({ format: 'shopify', rows: 5, products: 2, imagesFound: 3 });
    const { products, problems } = await readAll(file);
    const tee = products.find((product) => product.sku === 'tee');
    expect(tee).toMatchObject({
      title: 'Plain Tee',
      description: 'Soft cotton, 50°C',
      price: 19.9,
      row: 2,
      attributes: { 'Variant SKU': 'TEE-R-M, TEE-B-L', Color: 'Red, Blue', Size: 'M, L' },
      priceTo: 21.9,
    });
    expect(names(tee)).toEqual(['tee-front.jpg', 'images/tee-back.jpg', 'images/tee-detail.jpg'].map(path.normalize));
    expect(tags(tee)).toEqual([
      'brand:Acme',
      'category:Shirts',
      'type:T-Shirt',
      'tag:basic',
      'tag:summer',
      'colour:Red',
      'colour:Blue',
      'size:M',
      'size:L',
    ]);
    expect(tags(products.find((product) => product.sku === 'cap'))).toEqual(['brand:Acme', 'type:Hat']);
    expect(codes(problems)).toEqual([
      ['IMAGE_REMOTE', 4, 'cap'],
      ['ROW_INVALID', 6, null],
    ]);
  });

  it('keeps each variant apart when the caller maps the sku to them', async () => {
    const file = table([header, ...body].join('\n'));
    const { products } = await readAll(file, { mapping: [{ column: 'Variant SKU', role: 'sku' }] });
    expect(products.map((product) => product.sku)).toEqual(['TEE-R-M', 'TEE-B-L', 'CAP']);
  });

  it('knows the newer headers', async () => {
    images('a.jpg');
    const file = table(
      'Title,URL handle,Description,Vendor,Type,Tags,Status,SKU,Option1 name,Option1 value,Price,Product image URL,Image position\nTee,tee,Soft,Acme,Shirt,,Active,T-1,颜色,红,5,https://x.example/a.jpg,1\n,tee,,,,,,T-2,,蓝,6,,\n',
    );
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(products).toHaveLength(1);
    expect(products[0]).toMatchObject({ sku: 'tee', title: 'Tee', price: 5 });
    expect(tags(products[0])).toEqual(['brand:Acme', 'type:Shirt', 'colour:红', 'colour:蓝']);
  });
});

describe.skipIf(!existsSync(dataDir))(`real tables (${dataDir})`, () => {
  it.each([
    ['fashion-2k/products.csv', 2000, 10],
    ['photos/clothing.csv', 250, 4],
    ['photos/grocery.csv', 250, 5],
    ['photos/grocery-iconic.csv', 81, 5],
  ])('%s is understood without a mapping', async (name, count, columns) => {
    const file = path.join(dataDir, name);
    const preview = await previewTable(file);
    expect(preview.columns).toHaveLength(columns);
    expect(preview).toMatchObject({ rows: count, products: count, imagesMissing: 0 });
    const { products, problems } = await readAll(file);
    expect(problems).toEqual([]);
    expect(products).toHaveLength(count);
    expect(products.every((product) => product.imagePaths.length === 1 && product.title !== '')).toBe(true);
    expect(products.every((product) => product.tags.length > 0)).toBe(true);
  });
});
