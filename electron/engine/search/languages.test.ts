/** Catalogs in other languages than English, through the search as it is. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WordRenewal } from '../library/word-renewal.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { languageOffsets } from './language-offsets.ts';

let library: TestLibrary;
beforeEach(async () => {
  library = await openTestLibrary();
});
afterEach(() => library.close());

const german = [
  'Schuhe für Damen aus Leder',
  'Damenschuhe schwarz elegant',
  'Kinderschuhe mit Klettverschluss',
  'Handschuhe aus Wolle für Herren',
  'Winterjacke mit Kapuze für Herren',
  'Ledertasche für Damen',
  'Tasche mit Reißverschluss für Herren',
  'Wanderschuhe für Herren',
  'Rucksack zum Wandern, auch für Kinder',
];
const spanish = [
  'Zapatilla running para hombre',
  'Zapatillas de correr para mujer',
  'Vestido rojo de algodón para mujer',
  'Camiseta de manga larga para niño',
];

function put(titles: readonly string[]): void {
  library.put(titles.map((title, i) => ({ sku: `P${i}`, title, looks: [1, 1, 1, 1], tags: [] })));
}

/** Titles that hold words of the query, best first. */
async function find(text: string): Promise<string[]> {
  const { hits } = await library.search.run(
    {
      ...{ parts: [{ kind: 'text', text, weight: 1 }], filters: { tags: {} }, sort: 'relevance', imagesOnly: false },
      ...{ cutoff: false, spelling: true, offset: 0, limit: 20, facets: false, remember: false },
    },
    new AbortController().signal,
  );
  const words = (hit: (typeof hits)[number]): number =>
    hit.why?.components.find(({ name }) => name === 'words')?.value ?? 0;
  return hits
    .filter((hit) => words(hit) > 0)
    .sort((a, b) => words(b) - words(a))
    .map(({ title }) => title);
}

it('finds German words in all their forms, in compounds and out of them', async () => {
  put(german);
  expect(library.view.languages.get('de')).toBe(german.length);
  expect((await find('Damenschuhe')).slice(0, 2).sort()).toEqual([german[1], german[0]].sort());
  expect((await find('Schuhe')).sort()).toEqual([german[0], german[1], german[2], german[7]].sort());
  expect((await find('Schuhe Damen'))[0]).toBe(german[0]);
  expect(await find('Ledertaschen')).toContain(german[5]);
  expect(await find('damentasche')).toEqual(expect.arrayContaining([german[5]]));
});

it('finds Spanish words in all their forms, with and without accents, and none for what means nothing', async () => {
  put(spanish);
  expect((await find('zapatillas de correr')).sort()).toEqual([spanish[0], spanish[1]].sort());
  expect(await find('camisetas nino')).toEqual([spanish[3]]);
  expect(await find('algodon')).toEqual([spanish[2]]);
});

it('finds English, German and Chinese beside each other, simplified and traditional', async () => {
  put([...german, 'Leather shoes for women', 'Running shoe with laces for men', '女士紅色連衣裙', '黑色皮鞋 男']);
  expect(await find('shoe')).toEqual(
    expect.arrayContaining(['Leather shoes for women', 'Running shoe with laces for men']),
  );
  expect(await find('红色连衣裙')).toContain('女士紅色連衣裙');
  expect(await find('黑色皮鞋')).toEqual(expect.arrayContaining(['黑色皮鞋 男']));
});

it('finds parts of Korean words and words of Japanese and Thai', async () => {
  put(['여성운동화 화이트', '赤いワンピース レディース', 'รองเท้าผู้หญิงสีดำ']);
  expect(await find('운동화')).toEqual(['여성운동화 화이트']);
  expect(await find('ワンピース')).toEqual(['赤いワンピース レディース']);
  expect(await find('รองเท้า')).toEqual(['รองเท้าผู้หญิงสีดำ']);
});

it('writes the words of an earlier version anew, and goes on after it was stopped', async () => {
  put(spanish);
  const { database, tagsDependencies } = library;
  database.run('UPDATE products SET words_version = 0, language = ?', '');
  database.run('DELETE FROM product_words');
  const { catalog, jobs } = tagsDependencies;
  expect([catalog.renewWords(1), catalog.words.outdated()]).toEqual([1, spanish.length - 1]);
  new WordRenewal(catalog, jobs, () => library.view.readLanguages()).catchUp();
  await jobs.idle();
  expect(catalog.words.outdated()).toBe(0);
  expect(library.view.languages.get('es')).toBe(spanish.length);
  expect((await find('zapatillas')).sort()).toEqual([spanish[0], spanish[1]].sort());
});

it('finds common things by their names in another language of the catalog', async () => {
  const chinese = ['女士红色连衣裙', '男士黑色皮鞋', '白色陶瓷杯', '儿童蓝色外套', '男士棕色腰带', '女士绿色围巾'];
  const english = [
    'Red dress for women with long sleeves',
    'Black leather shoes for men',
    'White ceramic mug with a handle',
  ];
  put([...chinese, ...english, 'Blue jacket for kids with a hood', 'Brown belt for men made of leather']);
  for (const question of ['red dress', '红色连衣裙']) {
    expect((await find(question)).slice(0, 2).sort()).toEqual([english[0], chinese[0]].sort());
  }
  for (const question of ['black leather shoes', '黑色皮鞋']) {
    expect((await find(question)).slice(0, 2).sort()).toEqual([english[1], chinese[1]].sort());
  }
});

it('takes off what the language of a listing adds to its likeness, and nothing in a catalog of one', () => {
  const texts = ['红色鞋', '蓝色鞋', '白色鞋', '黑色鞋', '绿色鞋', '灰色鞋'];
  put([...texts, ...Array.from({ length: 12 }, (_, i) => `Red shoe with long laces for men, number ${i}`)]);
  const query = Float32Array.of(1, 0, 0, 0);
  const near = new Map(
    [...library.view.rows()].map(({ productId, language }) => [productId, language === 'zh' ? 1 : 0.5]),
  );
  const index = { get: (id: number) => Float32Array.of(near.get(id) ?? 0, 0, 0, 0) };
  const offsets = languageOffsets(library.view, index, query);
  expect((offsets.get('zh') ?? 0) - (offsets.get('en') ?? 0)).toBeGreaterThan(0.2);
  const one = { languages: new Map([['en', 500]]), size: 500, byLanguage: () => [] };
  expect(languageOffsets(one, index, query).size).toBe(0);
});
