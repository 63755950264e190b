/** Sets what was sent back off against what was bought, the latest purchase first. */
import { type EventRepo, kindNumber } from './event-repo.ts';

interface Bought {
  readonly id: number;
  readonly quantity: number;
  readonly before: number;
  returned: number;
}

/** Works out anew how much of each purchase came back; answers how many returns found what they return. Inside a transaction. */
export function settleReturns(events: EventRepo): number {
  const changed: Bought[] = [];
  let open: { readonly key: string; readonly bought: Bought[] } = { key: '', bought: [] };
  let settled = 0;
  const close = (): void => {
    for (const bought of open.bought) if (bought.returned !== bought.before) changed.push(bought);
  };
  for (const { id, kind, customer, item, quantity, returned } of events.returnsAndPurchases()) {
    const key = `${customer} ${item}`;
    if (open.key !== key) {
      close();
      open = { key, bought: [] };
    }
    if (kind === kindNumber.purchase) {
      open.bought.push({ id, quantity, before: returned, returned: 0 });
      continue;
    }
    let left = quantity;
    for (const bought of open.bought.toReversed()) {
      const taken = Math.min(left, bought.quantity - bought.returned);
      bought.returned += taken;
      left -= taken;
      if (left <= 0) break;
    }
    if (left < quantity) settled++;
  }
  close();
  for (const { id, returned } of changed) events.setReturned(id, returned);
  return settled;
}
