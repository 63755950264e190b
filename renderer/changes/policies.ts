/** What becomes of listings that leave, and of what the table has no column for. */
import type { ListingPolicy } from '@contract';

export interface Policies {
  readonly merged: ListingPolicy;
  readonly removed: ListingPolicy;
  readonly newColumns: boolean;
}

export const policyChoices: readonly ListingPolicy[] = ['archive', 'delete', 'leave'];
