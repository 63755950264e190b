/** The answering end of the conformance suite: handlers whose effects can be watched from the other process. Used by tests only. */
import type { Handlers } from '../contract.ts';
import { AppError } from '../errors.ts';
import { EventHub } from './event-hub.ts';

/** Handlers of which only some are given; the others fail with `NOT_FOUND`. */
export function partialHandlers(given: Partial<Handlers>): Handlers {
  const missing = (): never => {
    throw new AppError('NOT_FOUND', 'This method is not part of the test.');
  };
  return new Proxy(given, {
    get: (target, name) => Reflect.get(target, name) ?? missing,
  }) as Handlers;
}

/**
 * `library.forget` echoes its folder, `catalog.file` fails in the way its url names, `encoders.embed` waits until it is aborted,
 * `ingest.rescan` emits `catalog.changed` with that version, `library.recent` tells `[calls aborted, listeners]`.
 */
export function createPeer(): { handlers: Handlers; hub: EventHub } {
  const hub = new EventHub();
  let aborted = 0;
  const entry = (name: string, dir: string) => ({ name, dir, openedAt: '', exists: true, current: false });
  const handlers = partialHandlers({
    'library.forget': ({ dir }) => [entry('echo', dir)],
    'library.recent': () => [
      entry('aborted', String(aborted)),
      entry('listeners', String(hub.listenerCount('catalog.changed'))),
    ],
    'catalog.file': ({ url }) => {
      if (url === 'missing') throw new AppError('NOT_FOUND', 'No such picture.', { details: { url } });
      if (url === 'bug') throw new TypeError('x is not a function');
      return { path: url, mime: 'image/jpeg', immutable: false };
    },
    'encoders.embed': (_params, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted++;
          reject(signal.reason);
        });
      }),
    'ingest.rescan': ({ sourceId }) => {
      hub.emit('catalog.changed', { version: sourceId, products: 0, images: 0, problems: 0, unfetched: 0 });
      return { jobId: sourceId };
    },
  });
  return { handlers, hub };
}
