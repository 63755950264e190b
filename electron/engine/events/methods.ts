/** The `events.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Events } from './events.ts';
import { previewEvents } from './preview.ts';

export function eventHandlers(events: Events): DomainHandlers<'events'> {
  return {
    'events.preview': ({ path, reading }) => previewEvents(events, path, reading),
    'events.import': ({ path, reading }) => events.import(path, reading),
    'events.summary': () => events.summary(),
    'events.unmatched': ({ offset, limit }) => events.unmatched(offset, limit),
    'events.forget': ({ customer }) => events.forget(customer),
    'events.forgetKey': () => events.forgetKey(),
    'events.setRetention': ({ days }) => events.setRetention(days),
    'events.remove': ({ fileId }) => events.remove(fileId),
  };
}
