/** Reading a tree of categories, and where products belong in it. */
import { describe, expect, it } from 'vitest';
import { catalogPrior, place, utilitiesOf } from './evidence.ts';
import { parseTaxonomy } from './parse.ts';
import { Taxonomy } from './tree.ts';

const google = `# Google_Product_Taxonomy_Version: 2021-09-21
166 - Apparel & Accessories
1604 - Apparel & Accessories > Clothing
2271 - Apparel & Accessories > Clothing > Dresses
204 - Apparel & Accessories > Clothing > Pants
187 - Apparel & Accessories > Shoes
1933 - Apparel & Accessories > Shoe Accessories
536 - Home & Garden
5076 - Home & Garden > Kitchen & Dining > Dinnerware > Plates
499 - Home & Garden > Arts > Dress Forms
`;
const paths = (text: string) => parseTaxonomy(text).map(({ id, path }) => `${id}|${path.join('>')}`);

describe('parseTaxonomy', () => {
  it('reads the form of Google, and adds parents that no line names', () => {
    const read = paths(google);
    expect(read).toContain('2271|Apparel & Accessories>Clothing>Dresses');
    expect(read).toContain('|Home & Garden>Kitchen & Dining');
    expect(new Taxonomy(google).find('5076')?.text).toBe('Home & Garden > Kitchen & Dining > Dinnerware > Plates');
    expect(paths('Animals\nAnimals > Live Animals')).toEqual(['|Animals', '|Animals>Live Animals']);
  });

  it('reads the form of Shopify', () => {
    const text =
      'gid://shopify/TaxonomyCategory/ap   : Animals\r\ngid://shopify/TaxonomyCategory/ap-1 : Animals > Dogs\r\n';
    expect(paths(text)).toEqual([
      'gid://shopify/TaxonomyCategory/ap|Animals',
      'gid://shopify/TaxonomyCategory/ap-1|Animals>Dogs',
    ]);
  });

  it('reads nested sets by what lies within what, in whatever order the lines are', () => {
    const text = [
      '   1 | [   1- 8] | Animals',
      '     2 | [   6-   7] | Live Animals',
      '     3 | [   2-   5] | Pet Supplies',
      '       4 | [   3-  4] | Bird Supplies',
      '   5 | [   9- 10] | Art',
    ].join('\n');
    expect(paths(text)).toEqual([
      '1|Animals',
      '2|Animals>Live Animals',
      '3|Animals>Pet Supplies',
      '4|Animals>Pet Supplies>Bird Supplies',
      '5|Art',
    ]);
  });

  it('names the line that it cannot read, and refuses what is no tree', () => {
    expect(() => parseTaxonomy('Animals > Dogs\nAnimals >  > Cats')).toThrow('Line 2');
    expect(() => parseTaxonomy('sku,title\n1,Shirt')).toThrow('No tree of categories');
    expect(() => parseTaxonomy('# nothing')).toThrow('No tree of categories');
  });
});

describe('Taxonomy', () => {
  const tree = new Taxonomy(google);

  it('finds a category however its path is spelled, and by its id', () => {
    const path = 'Apparel & Accessories > Clothing > Dresses';
    expect(tree.find('apparel & accessories>clothing >  DRESSES')?.text).toBe(path);
    expect(tree.find('2271')?.text).toBe(path);
    expect(tree.find('Apparel & Accessories > Hats')).toBeUndefined();
    expect(tree.search('clothing dress', 5).map(({ text }) => text)).toEqual([path]);
  });
});

describe('place', () => {
  const tree = new Taxonomy(google);
  const evidence = (title: string, kinds: string[] = [], learned = new Map<number, number>()) =>
    utilitiesOf(tree, { title, kinds, image: undefined, text: undefined }, undefined, learned);
  const placed = (title: string, kinds: string[] = [], learned = new Map<number, number>()) => {
    const { ranked, branch } = place(tree, evidence(title, kinds, learned));
    const nameOf = (at: number | undefined) => (at === undefined ? null : tree.categories[at]?.name);
    return {
      first: nameOf(ranked[0]?.at),
      branch: nameOf(branch?.at),
      sum: ranked.reduce((s, r) => s + r.probability, 0),
    };
  };

  it('goes by the words of type and title, and by a name that is covered whole', () => {
    expect(placed('Red silk thing', ["women's dresses"]).first).toBe('Dresses');
    expect(placed('Runner 3000', ['Shoes']).first).toBe('Shoes');
    expect(placed('Blue dinner plate').first).toBe('Plates');
    expect(placed('Red dress').sum).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('takes what is unclear to belong where the rest of the catalog does', () => {
    const sample = ['Silk dress', 'Linen pants', 'Red shoes', 'Blue shoes', 'Wool dress'].map((title) =>
      evidence(title),
    );
    const rootOf = (prior?: Float64Array) => {
      const [first] = place(tree, evidence('Shoe plate'), prior).ranked;
      return tree.categories[tree.lineOf(first?.at ?? -1)[0] ?? -1]?.name;
    };
    expect([rootOf(), rootOf(catalogPrior(tree, sample))]).toEqual(['Home & Garden', 'Apparel & Accessories']);
  });

  it('is sure of the branch before the leaf', () => {
    const clothing = tree.find('Apparel & Accessories > Clothing')?.at ?? -1;
    const [dresses, trousers] = ['Dresses', 'Pants'].map(
      (name) => tree.categories.find((own) => own.name === name)?.at ?? -1,
    );
    const torn = placed(
      'Thing',
      [],
      new Map([
        [dresses as number, 6],
        [trousers as number, 6],
      ]),
    );
    expect(torn.branch).toBe(tree.categories[clothing]?.name);
    expect(placed('Thing').branch).toBeNull();
  });
});
