/** Searches kept by a name. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { SavedSearches } from './saved-searches.ts';

let library: TestLibrary;
let searches: SavedSearches;
beforeEach(async () => {
  library = await openTestLibrary();
  searches = new SavedSearches(library.database);
});
afterEach(() => library.close());

const red = {
  parts: [{ kind: 'text' as const, text: 'red shoe', weight: 1 }],
  filters: { tags: {} },
  sort: 'newest' as const,
};
const saved = () => searches.all();

it('come back as they were saved, by name', () => {
  searches.save({ name: 'winter', ...red, filters: { tags: { colour: ['Red'] }, priceMax: 9 } });
  searches.save({ name: 'Autumn', ...red });
  const [autumn, winter] = saved();
  expect(autumn).toMatchObject({ name: 'Autumn', ...red });
  expect(winter).toMatchObject({ name: 'winter', filters: { tags: { colour: ['Red'] }, priceMax: 9 }, sort: 'newest' });
});

it('replace what had the name before, whatever its case, and can be removed', () => {
  searches.save({ name: 'Shoes', ...red });
  searches.save({ name: 'shoes', ...red, sort: 'title' });
  const [only, ...others] = saved();
  expect([only?.name, only?.sort, others]).toEqual(['shoes', 'title', []]);
  searches.remove(only?.id ?? -1);
  expect(saved()).toEqual([]);
});

it('leave out what cannot be read', () => {
  searches.save({ name: 'kept', ...red });
  library.database.run("INSERT INTO saved_searches (name, search, saved_at) VALUES ('later', '{\"parts\": 3}', '')");
  expect(saved().map(({ name }) => name)).toEqual(['kept']);
});
