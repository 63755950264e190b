/**
 * Which addresses lie in the open internet. A table may name any address, and this machine reaches what its sender cannot: itself, the
 * router, the machines beside it. So whatever is not known as public counts as the own network.
 */
import { BlockList, isIP } from 'node:net';

/** Blocks that are not global, from the IANA special-purpose registries, and those that no host has (multicast, reserved). */
const notPublic: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  // Within 2000::/3, which alone is public.
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
];

const blocks = new BlockList();
for (const [net, prefix, family] of notPublic) blocks.addSubnet(net, prefix, family);
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address, as it stands in a URL or comes from a look-up, is one of the open internet. Names are none. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 4) return !blocks.check(plain, 'ipv4');
  if (family === 0) return false;
  const inner = innerAddress(plain);
  if (inner !== undefined) return isPublicAddress(inner);
  return global6.check(plain, 'ipv6') && !blocks.check(plain, 'ipv6');
}

/** The IPv4 address that an IPv6 address stands for: ::ffff:a.b.c.d (mapped) and 64:ff9b::a.b.c.d (NAT64). */
function innerAddress(address: string): string | undefined {
  // The URL parser writes every IPv6 address in one way.
  const [, last] = /^\[(?:::ffff:|64:ff9b::)([0-9a-f:]+)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? [];
  const [high, low = '', more] = (last ?? '').split(':');
  if (last === undefined || more !== undefined) return undefined;
  const bits =
    low === '' ? [0, Number.parseInt(high ?? '0', 16)] : [Number.parseInt(high ?? '', 16), Number.parseInt(low, 16)];
  return bits.flatMap((part) => [part >> 8, part & 255]).join('.');
}

/** Whether the host of an address is of the own network by its looks alone: nobody is asked. `host` as in a URL, with or without its port. */
export function seemsOwnNetwork(host: string): boolean {
  const name = hostnameOf(host);
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return !isPublicAddress(name);
  return !name.includes('.') || /(^|\.)(localhost|local|internal|lan|home|home\.arpa|intranet)\.?$/.test(name);
}

/** "shop.example:8080" without its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
