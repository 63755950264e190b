import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { renderIcons } from './render.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-icons-'));
afterAll(() => rmSync(dir, { recursive: true }));

it('renders all sizes, and containers whose tables point at whole PNG files', async () => {
  await renderIcons(dir);
  expect(await sharp(path.join(dir, '1024.png')).metadata()).toMatchObject({
    width: 1024,
    height: 1024,
    hasAlpha: true,
  });

  const ico = readFileSync(path.join(dir, 'icon.ico'));
  const last = 6 + 16 * (ico.readUInt16LE(4) - 1);
  const [length, offset] = [ico.readUInt32LE(last + 8), ico.readUInt32LE(last + 12)];
  expect(offset + length).toBe(ico.length);
  expect((await sharp(ico.subarray(offset)).metadata()).width).toBe(256);

  const icns = readFileSync(path.join(dir, 'icon.icns'));
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  let at = 8;
  while (at < icns.length) {
    expect(icns.toString('latin1', at + 9, at + 12)).toBe('PNG');
    at += icns.readUInt32BE(at + 4);
  }
  expect(at).toBe(icns.length);
});
