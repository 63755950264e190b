import sharp from 'sharp';
import { expect, it } from 'vitest';
import { isImageName } from './index.ts';

it('knows pictures by the end of their name', () => {
  for (const name of [
    'a.jpg',
    'A.JPEG',
    'x/y/a.b.webp',
    'C:\\photos\\a.TIF',
    'été.avif',
    'a.gif',
    'a.png',
    'a.jfif',
    'scan.BMP',
  ]) {
    expect(isImageName(name), name).toBe(true);
  }
  for (const name of ['a.txt', 'jpg', '.jpg', '._a.jpg', 'a.jpg.part', 'a.svg', 'a.heic', 'a.', '', 'x.png/readme']) {
    expect(isImageName(name), name).toBe(false);
  }
});

it('takes no name that the bundled libvips has no reader for', () => {
  const suffixes = Object.values(sharp.format).flatMap((format) => (format.input.fileSuffix ?? []) as string[]);
  for (const suffix of ['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff']) {
    expect(suffixes).toContain(suffix);
  }
});
