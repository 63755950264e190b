import { expect, it } from 'vitest';
import { signatureBytes } from '../../images/index.ts';
import { SignatureCache } from './signature-cache.ts';

it('packs signatures in the order asked for, and reads again only what it had to let go', () => {
  const asked: string[][] = [];
  const cache = new SignatureCache((hashes) => {
    asked.push([...hashes]);
    const known = hashes.filter((hash) => hash !== '0');
    return new Map(known.map((hash) => [hash, new Uint8Array(signatureBytes).fill(Number(hash))]));
  }, 3);
  const packed = (...hashes: string[]): number[][] => {
    const all = cache.pack(hashes);
    return hashes.map((_, i) => [...new Set(all.subarray(i * signatureBytes, (i + 1) * signatureBytes))]);
  };
  expect(packed('3', '1', '0')).toEqual([[3], [1], [0]]);
  expect(packed('1', '2', '3')).toEqual([[1], [2], [3]]);
  expect(packed('4', '3')).toEqual([[4], [3]]);
  expect(packed('2', '1', '4', '3')).toEqual([[2], [1], [4], [3]]);
  expect(asked).toEqual([['3', '1', '0'], ['2'], ['4'], ['3']]);
});
