/** What the stage shows of a pair beyond the group itself, kept for a while and fetched ahead for the groups that come next. */
import { type Difference, type DuplicateGroup, type ProductImage, pairKey } from '@contract';
import { useEffect, useState } from 'react';
import { platform } from '../platform/index.ts';
import { ask } from '../state/engine.ts';
import { findPair, nextOpenPair, type PairOf } from './open-pairs.ts';

type Member = DuplicateGroup['members'][number];

const mostKept = 120;

/** The latest answers by key; one that failed is forgotten, so that it is asked again. */
class Recent<T> {
  readonly #values = new Map<string, Promise<T>>();

  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = load();
    value.catch(() => this.#values.delete(key));
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= mostKept) break;
      this.#values.delete(oldest);
    }
    return value;
  }

  clear(): void {
    this.#values.clear();
  }
}

const comparisons = new Recent<readonly Difference[]>();
const photos = new Recent<readonly ProductImage[]>();

/** Products have changed: what was read of them may be wrong. */
export function forgetPairData(): void {
  comparisons.clear();
  photos.clear();
}

/** Differences with the smaller product id on the left, as the engine answers them. */
function compare([a, b]: PairOf): Promise<readonly Difference[]> {
  const [left, right] = a < b ? [a, b] : [b, a];
  return comparisons.get(pairKey(a, b), async () => (await ask('duplicates.compare', { left, right })).differences);
}

function photosOf(member: Member): Promise<readonly ProductImage[]> {
  if (member.imageCount <= 1) return Promise.resolve(member.image === null ? [] : [member.image]);
  return photos.get(`${member.id}`, async () => (await ask('catalog.product', { id: member.id })).images);
}

/** null while they are on their way, undefined when they cannot be had. Left and right as in `pair`. */
export function useDifferences(pair: PairOf): readonly Difference[] | null | undefined {
  const [left, right] = pair;
  const key = `${left}>${right}`;
  const [loaded, setLoaded] = useState<{ key: string; list: readonly Difference[] | undefined }>();
  useEffect(() => {
    let gone = false;
    compare([left, right]).then(
      (list) => !gone && setLoaded({ key, list: left < right ? list : list.map(turned) }),
      () => !gone && setLoaded({ key, list: undefined }),
    );
    return () => {
      gone = true;
    };
  }, [left, right, key]);
  return loaded?.key === key ? loaded.list : null;
}

function turned(difference: Difference): Difference {
  const { left, right, leftRanges, rightRanges, better } = difference;
  return {
    ...difference,
    left: right,
    right: left,
    leftRanges: rightRanges,
    rightRanges: leftRanges,
    better: better === null ? null : better === 'left' ? 'right' : 'left',
  };
}

/** All photos of a member; its first one until the others have arrived. */
export function usePhotos(member: Member): readonly ProductImage[] {
  const first = member.image === null ? [] : [member.image];
  const [loaded, setLoaded] = useState<{ id: number; list: readonly ProductImage[] }>();
  useEffect(() => {
    let gone = false;
    photosOf(member).then(
      (list) => !gone && setLoaded({ id: member.id, list }),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [member]);
  return loaded?.id === member.id && loaded.list.length > 0 ? loaded.list : first;
}

/** The photo of `member` that makes it resemble the other one of the pair. */
export function likestImage(group: DuplicateGroup, pair: PairOf, member: Member): number | null {
  const found = findPair(group, pair);
  if (found?.images === null || found?.images === undefined) return member.image?.id ?? null;
  return found.left === member.id ? found.images.left : found.images.right;
}

/** Large images that are on their way or decoded; held so that the browser keeps them. */
const warmed = new Map<string, HTMLImageElement>();
const mostWarmed = 24;

export function warm(path: string): HTMLImageElement {
  const known = warmed.get(path);
  if (known !== undefined) return known;
  const image = new Image();
  image.decoding = 'async';
  image.src = platform().imageUrl(path);
  warmed.set(path, image);
  for (const oldest of warmed.keys()) {
    if (warmed.size <= mostWarmed) break;
    warmed.delete(oldest);
  }
  return image;
}

/** Fetches what the stage needs for groups that are likely to be shown next. */
export function usePrefetch(groups: readonly DuplicateGroup[]): void {
  const ids = groups.map((group) => group.id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids say which groups they are
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const group of groups) {
        const pair = nextOpenPair(group, group.keeper.productId);
        compare(pair).catch(() => undefined);
        for (const member of group.members.filter(({ id }) => pair.includes(id))) {
          if (member.image !== null && member.image.thumb !== null) warm(member.image.original);
        }
      }
    }, 60);
    return () => clearTimeout(timer);
  }, [ids]);
}
