/** The `search.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { PhotoLookUp } from './look-up.ts';
import type { PhotoBarcodes } from './photo-barcodes.ts';
import type { PhotoRegions } from './photo-regions.ts';
import type { QueryClips } from './query-clips.ts';
import type { ReferenceImages } from './reference-images.ts';
import type { SavedSearches } from './saved-searches.ts';
import type { Search } from './search.ts';
import type { Suggester } from './suggest.ts';

export function searchHandlers(
  search: Search,
  lookUp: PhotoLookUp,
  barcodes: PhotoBarcodes,
  regions: PhotoRegions,
  clips: QueryClips,
  references: ReferenceImages,
  saved: SavedSearches,
  suggester: Suggester,
): DomainHandlers<'search'> {
  return {
    'search.run': (params, { signal }) => inForeground(() => search.run(params, signal)),
    'search.addImage': ({ path, name, region }, { signal }) =>
      inForeground(() => search.images.add(path, { name, region }, signal)),
    'search.addClip': ({ path }, { signal }) => inForeground(() => clips.add(path, signal)),
    'search.addCatalogImage': ({ imageId }, { signal }) => inForeground(() => search.addCatalogImage(imageId, signal)),
    'search.lookUp': ({ hash }, { signal }) => inForeground(() => lookUp.lookUp(hash, signal)),
    'search.barcodes': ({ hash }, { signal }) => barcodes.of(hash, signal),
    'search.regions': ({ hash }) => regions.of(hash),
    'search.confirmPhoto': async ({ hash, productId }, { signal }) => ({
      operation: await references.confirm(hash, productId, signal),
    }),
    'search.references': ({ productId }) => references.of(productId),
    'search.removeReference': ({ hash }) => ({ operation: references.remove(hash) }),
    'search.heatmap': (params, { signal }) => inForeground(() => search.heatmap(params, signal)),
    'search.saved': () => saved.all(),
    'search.save': (search) => {
      saved.save(search);
      return {};
    },
    'search.removeSaved': ({ id }) => {
      saved.remove(id);
      return {};
    },
    'search.suggest': ({ text, limit }) => suggester.suggest(text, limit),
    'search.history': ({ limit }) => search.history.latest(limit),
  };
}
