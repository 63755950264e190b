/** Tells everyone what is known of the open library whenever that may have changed. */
import type { LibraryInfo } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';

const infoMs = 500;

/** Renews `library.changed` when products or jobs change, at most twice a second. */
export function announceChanges(hub: EventHub, info: () => LibraryInfo): () => void {
  let timer: NodeJS.Timeout | undefined;
  const announce = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      hub.emit('library.changed', info());
    }, infoMs);
  };
  const stops = [hub.on('catalog.changed', announce), hub.on('jobs.changed', announce)];
  hub.emit('library.changed', info());
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}
