/** Two products held against each other, whether or not they were compared when duplicates were looked for. */
import type { Product } from '../../contract/catalog.ts';
import type { MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { ComparedPair } from '../identity/evidence.ts';
import { pyramidOf } from '../identity/registration/pyramid.ts';
import { type Registration, registerImages } from '../identity/registration/register-images.ts';
import type { ComparisonSources } from './check-image.ts';
import { differencesOf } from './differences.ts';
import type { GroupIndex } from './groups/group-index.ts';
import { BlockingIndex } from './scan/blocking-index.ts';
import { finishPair, type ImageMatch, PairComparer } from './scan/compare-pair.ts';

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` for a product with itself */
export function compareProducts(
  sources: ComparisonSources,
  index: GroupIndex,
  left: number,
  right: number,
): MethodResult<'duplicates.compare'> {
  if (left === right) throw new AppError('BAD_REQUEST', 'Choose two different products to compare.');
  const { catalog } = sources;
  const [one, other] = [left, right].map((id) => catalog.merges.shownAs(id));
  const read = (id: number): Product => (one === other ? catalog.products.asListed(id) : catalog.products.get(id));
  const differences = differencesOf(read(left), read(right));
  return { pair: index.shown(index.pairs.get(left, right) ?? compareNow(sources, left, right)), differences };
}

function compareNow(sources: ComparisonSources, a: number, b: number): ComparedPair & { readonly probability: number } {
  const blocks = new BlockingIndex();
  for (const _ of blocks.fill(sources.catalog.rows.read([a, b]), sources));
  const [left, right] = [...blocks.products.values()].sort((x, y) => x.id - y.id);
  if (left === undefined || right === undefined) {
    throw new AppError('NOT_FOUND', 'One of these products is shown as part of another. Compare with that one.');
  }
  const begun = new PairComparer(blocks, sources.vectors).begin(left, right);
  const pair = finishPair(begun, begun.toRegister && register(begun.toRegister, sources));
  return { ...pair, probability: sources.models.current.probability(pair.evidence, pair.veto) };
}

/** Undefined where one of the images has no signature. */
function register({ left, right }: ImageMatch, { images }: ComparisonSources): Registration | undefined {
  const signatures = images.signatures([left.hash, right.hash]);
  const [one, other] = [signatures.get(left.hash), signatures.get(right.hash)];
  return one && other && registerImages(pyramidOf(one), pyramidOf(other));
}
