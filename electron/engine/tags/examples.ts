/** Which products the classifiers of a group are trained on, and which part of them each classifier does not see. */
import type { Provenance } from '../../contract/tags.ts';
import type { TaggedProduct, TaggedProducts } from './tagged-products.ts';

/** Parts of the catalog; a product is judged by the classifier that did not see its part. */
export const folds = 3;

/** Products with an image that was read. */
export interface TrainingExamples {
  /** With an imported or confirmed tag of the group. */
  readonly labelled: readonly TaggedProduct[];
  /** By tag. */
  readonly positives: readonly (readonly TaggedProduct[])[];
  readonly rejected: readonly (readonly TaggedProduct[])[];
  /** Of each tag a number that changes with what is said of it. */
  readonly fingerprints: Uint32Array;
  /** Whether any tag of the group came with the catalog. Where none did, people only begin to say what there is. */
  readonly imported: boolean;
}

/** One walk over the products for all tags of a group. `at`: index of a tag by its id. */
export function trainingExamples(products: TaggedProducts, at: ReadonlyMap<number, number>): TrainingExamples {
  const labelled: TaggedProduct[] = [];
  const positives = Array.from({ length: at.size }, (): TaggedProduct[] => []);
  const rejected = Array.from({ length: at.size }, (): TaggedProduct[] => []);
  const fingerprints = new Uint32Array(at.size);
  let imported = false;
  for (const product of products.byId.values()) {
    let carries = false;
    let seen: boolean | undefined;
    for (const [tagId, provenance] of product.tags) {
      const index = at.get(tagId);
      if (index === undefined || provenance === 'suggested') continue;
      seen ??= products.vectorOf(product) !== undefined;
      if (!seen) break;
      (provenance === 'rejected' ? rejected : positives)[index]?.push(product);
      if (provenance !== 'rejected') carries = true;
      if (provenance === 'imported') imported = true;
      fingerprints[index] = (fingerprints[index] as number) + statement(product.productId, provenance);
    }
    if (carries) labelled.push(product);
  }
  return { labelled, positives, rejected, fingerprints, imported };
}

/** Whether a product counts as having the tag. */
export function isPositive(provenance: Provenance | undefined): boolean {
  return provenance === 'imported' || provenance === 'confirmed';
}

/** At most `most`, the same ones every time, decided ones first. */
export function sample(products: readonly TaggedProduct[], most: number, salt: number): readonly TaggedProduct[] {
  if (products.length <= most) return products;
  // Of many, those that can be among the first are looked for before they are put in order.
  const edge = (2 * most) / products.length;
  const front = edge < 0.5 ? ordered(products, salt, edge) : [];
  const chosen = front.length >= most ? front : ordered(products, salt, 1);
  return chosen
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ product }) => product);
}

interface Ordered {
  readonly product: TaggedProduct;
  readonly order: number;
}

function ordered(products: readonly TaggedProduct[], salt: number, edge: number): Ordered[] {
  const found: Ordered[] = [];
  for (const product of products) {
    const order = scatter(product.productId + 7919 * salt) - (isDecided(product) ? 1 : 0);
    if (order < edge) found.push({ product, order });
  }
  return found;
}

function isDecided({ tags }: TaggedProduct): boolean {
  for (const provenance of tags.values()) if (provenance === 'confirmed' || provenance === 'rejected') return true;
  return false;
}

/** One statement as a number: the sum stands for all of them in whatever order (finaliser of MurmurHash3). */
function statement(productId: number, provenance: Provenance): number {
  const said = provenance === 'confirmed' ? 1 : provenance === 'rejected' ? 2 : 3;
  let hash = Math.imul(productId, 4) + said;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function foldOf(productId: number): number {
  return Math.floor(scatter(productId) * folds);
}

/** 0..1, without order in the numbers (Knuth's multiplicative hash). */
function scatter(number: number): number {
  return (Math.imul(number, 2654435761) >>> 0) / 4_294_967_296;
}
