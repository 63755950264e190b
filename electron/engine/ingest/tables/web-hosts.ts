/** From which hosts a table wants how many images, each address counted once. */
import { hash } from 'node:crypto';
import type { TablePreview } from '../../../contract/ingest.ts';
import { seemsOwnNetwork } from '../../fetching/own-network.ts';
import { usualBytes } from '../web/web-address.ts';

const hostsListed = 50;

export class WebHosts {
  /** By a few characters that no two addresses share in practice: the addresses of a large table take much room. */
  readonly #seen = new Set<string>();
  readonly #hosts = new Map<string, number>();

  add(address: string): void {
    const key = hash('sha1', address, 'base64url').slice(0, 12);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const { host } = new URL(address);
    this.#hosts.set(host, (this.#hosts.get(host) ?? 0) + 1);
  }

  /** Most first; null when there are none. */
  said(): TablePreview['web'] {
    if (this.#seen.size === 0) return null;
    const hosts = [...this.#hosts].map(([host, count]) => ({ host, count, ownNetwork: seemsOwnNetwork(host) }));
    hosts.sort((a, b) => b.count - a.count);
    return {
      images: this.#seen.size,
      bytes: this.#seen.size * usualBytes,
      hosts: hosts.slice(0, hostsListed),
      hostCount: hosts.length,
    };
  }
}
