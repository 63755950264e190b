/** The networks that this machine is on, and who is on one of them. */
import { BlockList, isIPv4 } from 'node:net';
import os from 'node:os';

export interface LocalNetwork {
  readonly name: string;
  readonly address: string;
  /** Whether somebody at this address is on the same network. */
  has(address: string | undefined): boolean;
}

/** Networks between programs of this machine, or to a far one, where no phone is. */
const inner = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|wg|tailscale|zt|llw|awdl|bridge)/i;
const wireless = /^(?:wl|wi-?fi|wlan|en0)/i;

/** IPv4 networks with the likeliest to have a phone on it first: wireless, then wired, then what programs made. */
export function localNetworks(interfaces = os.networkInterfaces()): LocalNetwork[] {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address, cidr }) => networkOf(name, address, cidr ?? `${address}/32`)),
  );
  const rank = ({ name }: LocalNetwork): number => (inner.test(name) ? 2 : wireless.test(name) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

export function networkOf(name: string, address: string, cidr: string): LocalNetwork {
  const list = new BlockList();
  const [net = address, bits = '32'] = cidr.split('/');
  list.addSubnet(net, Number(bits), 'ipv4');
  return {
    name,
    address,
    has: (other) => {
      const plain = other?.replace(/^::ffff:/, '') ?? '';
      return isIPv4(plain) && list.check(plain, 'ipv4');
    },
  };
}
