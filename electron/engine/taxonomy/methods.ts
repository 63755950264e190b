/** The `taxonomy.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { assign, confirm, mapTag } from './assign.ts';
import { branches, mappings, placedProducts, taxonomyState } from './pages.ts';
import type { Taxonomies } from './taxonomies.ts';
import { Taxonomy } from './tree.ts';

export function taxonomyHandlers(taxonomies: Taxonomies): DomainHandlers<'taxonomy'> {
  return {
    'taxonomy.state': () => taxonomyState(taxonomies),
    'taxonomy.bring': ({ name, text }) => {
      // Read first: a file that is no taxonomy leaves the one before as it is.
      const { categories } = new Taxonomy(text);
      taxonomies.database.transaction(() =>
        taxonomies.repo.putTaxonomy({ name, content: text, broughtAt: new Date().toISOString() }),
      );
      return { categories: categories.length, job: taxonomies.startPlacing() };
    },
    'taxonomy.place': () => {
      taxonomies.current();
      return taxonomies.startPlacing();
    },
    'taxonomy.branches': ({ parent }) => branches(taxonomies, parent),
    'taxonomy.products': (params) => placedProducts(taxonomies, params),
    'taxonomy.find': ({ text, limit }) =>
      taxonomies
        .current()
        .search(text, limit)
        .map(({ text: path, id }) => ({ path, id })),
    'taxonomy.assign': (params) => assign(taxonomies, params),
    'taxonomy.confirm': (params) => confirm(taxonomies, params),
    'taxonomy.mappings': () => mappings(taxonomies),
    'taxonomy.map': (params) => mapTag(taxonomies, params),
  };
}
