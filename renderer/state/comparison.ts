/** What is being compared in a dialog of its own: the photo that is asked with and candidates, or two products. */
import { create } from 'zustand';

export type Comparison =
  | { readonly kind: 'photo'; readonly hash: string; readonly productIds: readonly number[]; readonly at: number }
  | { readonly kind: 'products'; readonly left: number; readonly right: number };

export const useComparison = create<{ readonly open: Comparison | null }>(() => ({ open: null }));

export function compare(open: Comparison | null): void {
  useComparison.setState({ open });
}

/** Shows the candidate before or after; the products change sides. */
export function stepComparison(step: 1 | -1): void {
  useComparison.setState(({ open }) => {
    if (open === null) return { open };
    if (open.kind === 'products') return { open: { ...open, left: open.right, right: open.left } };
    const at = open.at + step;
    return { open: at in open.productIds ? { ...open, at } : open };
  });
}
