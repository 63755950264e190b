/** What the stage shows of a pair beyond the group itself, and fetching it ahead for the groups that come next. */
import type { Difference, DuplicateGroup, ProductImage } from '@contract';
import { useEffect } from 'react';
import { askAhead, useAnswer } from '../state/answers.ts';
import { warm } from '../ui/compare/warm.ts';
import { findPair, nextOpenPair, type PairOf } from './open-pairs.ts';

type Member = DuplicateGroup['members'][number];

/** The engine answers a pair with the smaller product id on the left. */
const inOrder = ([a, b]: PairOf): { left: number; right: number } => ({ left: Math.min(a, b), right: Math.max(a, b) });

/** null while they are on their way, undefined when they cannot be had. Left and right as in `pair`. */
export function useDifferences(pair: PairOf): readonly Difference[] | null | undefined {
  const { data, isError } = useAnswer('duplicates.compare', inOrder(pair), { fresh: true });
  if (data === undefined) return isError ? undefined : null;
  return pair[0] < pair[1] ? data.differences : data.differences.map(turned);
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
export function usePhotos({ id, imageCount, image }: Member): readonly ProductImage[] {
  const { data } = useAnswer('catalog.product', imageCount > 1 ? { id } : null, { fresh: true });
  if (data !== undefined && data.images.length > 0) return data.images;
  return image === null ? [] : [image];
}

/** The photo of `member` that makes it resemble the other one of the pair. */
export function likestImage(group: DuplicateGroup, pair: PairOf, member: Member): number | null {
  const found = findPair(group, pair);
  if (found?.images === null || found?.images === undefined) return member.image?.id ?? null;
  return found.left === member.id ? found.images.left : found.images.right;
}

/** Fetches what the stage needs for groups that are likely to be shown next. */
export function usePrefetch(groups: readonly DuplicateGroup[]): void {
  const ids = groups.map((group) => group.id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids say which groups they are
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const group of groups) {
        const pair = nextOpenPair(group, group.keeper.productId);
        askAhead('duplicates.compare', inOrder(pair));
        for (const member of group.members.filter(({ id }) => pair.includes(id))) {
          if (member.image !== null && member.image.thumb !== null) warm(member.image.original);
        }
      }
    }, 60);
    return () => clearTimeout(timer);
  }, [ids]);
}
