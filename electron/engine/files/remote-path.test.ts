import { expect, test } from 'vitest';
import { remoteHostOf } from './remote-path.ts';

test.each([
  ['\\\\NAS\\share\\x.jpg', 'nas'],
  ['//nas/share/x.jpg', 'nas'],
  ['\\/nas/x.jpg', 'nas'],
  ['/\\nas\\x.jpg', 'nas'],
  ['  \\\\nas\\x.jpg', 'nas'],
  ['\\\\10.0.0.7@8080\\DavWWWRoot\\x.jpg', '10.0.0.7@8080'],
  ['\\\\?\\UNC\\nas\\x.jpg', '?'],
  ['\\\\.\\pipe\\x', '.'],
  ['file://nas/share/x.jpg', 'nas'],
  ['FILE:\\\\nas\\share\\x.jpg', 'nas'],
  ['file:////nas/share/x.jpg', 'nas'],
  ['file:///%5c%5cnas/x.jpg', ''],
  ['file://localhost//nas/x.jpg', 'nas'],
])('%s leads to another computer', (location, host) => {
  expect(remoteHostOf(location)).toBe(host);
});

test.each([
  'x.jpg',
  'images\\x.jpg',
  '/home/me/x.jpg',
  '\\images\\x.jpg',
  'C:\\images\\x.jpg',
  'C:/images/x.jpg',
  'file:///home/me/x.jpg',
  'file:///C:/images/x.jpg',
  'file://localhost/home/me/x.jpg',
  'https://cdn.example/x.jpg',
  'file://%',
  '',
])('%s does not', (location) => {
  expect(remoteHostOf(location)).toBeUndefined();
});
