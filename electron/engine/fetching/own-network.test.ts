import { expect, test } from 'vitest';
import { lookUpPublic } from './connection.ts';
import { isPublicAddress, seemsOwnNetwork } from './own-network.ts';

test.each([
  '0.0.0.0',
  '0.1.2.3',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '[::1]',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:c0a8:0101',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'example.com',
  '',
])('%s is not of the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.1.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '[2a00:1450:4001::1]',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['http://127.0.0.1:8080/', true],
  ['http://2130706433/', true],
  ['http://0x7f.1/', true],
  ['http://0177.0.0.1/', true],
  ['http://[::ffff:127.0.0.1]:80/', true],
  ['http://localhost/', true],
  ['http://a.localhost/', true],
  ['http://nas/', true],
  ['http://NAS.local/', true],
  ['http://printer.lan./', true],
  ['https://cdn.example.com/', false],
  ['http://8.8.8.8/', false],
  ['http://localhost.example.com/', false],
])('%s seems to be of the own network: %s', (address, own) => {
  expect(seemsOwnNetwork(new URL(address).host)).toBe(own);
});

test('a name that leads to this machine is not connected to', async () => {
  const looked = await new Promise((resolve) =>
    lookUpPublic('localhost', { all: true }, (error, found) => resolve(error ?? found)),
  );
  expect(looked).toMatchObject({ code: 'OWN_NETWORK' });
});
