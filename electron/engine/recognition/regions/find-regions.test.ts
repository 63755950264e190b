import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../../contract/region.ts';
import { overlapOf } from './boxes.ts';
import type { SmallImage } from './colours.ts';
import { Edges } from './edges.ts';
import { findRegions, lookedAtSide } from './find-regions.ts';
import { thingsOnPlain } from './plain-background.ts';

async function drawn(svg: string, background = '<rect width="200" height="140" fill="#f6f6f4"/>'): Promise<SmallImage> {
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="140">${background}${svg}</svg>`;
  const jpeg = await sharp(Buffer.from(whole)).jpeg({ quality: 80 }).toBuffer();
  const { data, info } = await sharp(jpeg)
    .resize(lookedAtSide)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const box = (x: number, y: number, width: number, height: number): Region => {
  return { x: x / 200, y: y / 140, width: width / 200, height: height / 140 };
};
const discAndBar =
  '<circle cx="50" cy="70" r="30" fill="#b3202c"/><rect x="120" y="30" width="40" height="80" fill="#1d4f7c"/>';
const things = [box(20, 40, 60, 60), box(120, 30, 40, 80)];
const stripes = Array.from(
  { length: 20 },
  (_, i) =>
    `<rect x="${i * 10}" width="5" height="140" fill="#7b9a5a"/><rect y="${i * 9}" width="200" height="3" fill="#a8874e"/>`,
).join('');

/** As a catalog of exactly these things would match. */
const matching = (right: readonly Region[]) => async (regions: readonly Region[]) =>
  regions.map((region) => Math.max(...right.map((one) => overlapOf(region, one))));

const everyFound = (found: readonly { region: Region }[], right: readonly Region[]) =>
  right.every((one) => found.some(({ region }) => overlapOf(region, one) >= 0.5));

describe('on a plain background', () => {
  it.each([
    ['white', '<rect width="200" height="140" fill="#fff"/>'],
    ['dark', '<rect width="200" height="140" fill="#20242a"/>'],
    [
      'shaded',
      '<defs><linearGradient id="g"><stop stop-color="#fafafa"/><stop offset="1" stop-color="#e9e9e9"/></linearGradient></defs><rect width="200" height="140" fill="url(#g)"/>',
    ],
  ])('each thing is a region: %s', async (_, background) => {
    const found = await findRegions(await drawn(discAndBar, background), matching(things));
    expect(found.background).toBe('plain');
    expect(found.regions).toHaveLength(2);
    expect(everyFound(found.regions, things)).toBe(true);
  });

  it('what is in pieces close together is one', async () => {
    const pair =
      '<rect x="40" y="40" width="40" height="29" fill="#333"/><rect x="40" y="70" width="40" height="29" fill="#933"/>';
    expect(await findRegions(await drawn(pair), matching([box(40, 40, 40, 59)]))).toMatchObject({ regions: [{}] });
  });

  it('nothing there gives nothing', async () => {
    expect((await findRegions(await drawn(''), matching(things))).regions).toEqual([]);
  });
});

describe('on a busy background', () => {
  it('what matches the catalog better than the rest is found', async () => {
    const found = await findRegions(await drawn(discAndBar, stripes), matching(things));
    expect(found.background).toBe('busy');
    expect(everyFound(found.regions, things)).toBe(true);
    expect(found.regions.length).toBeLessThanOrEqual(4);
  });

  it('a patch without anything on it is no region, however well the catalog matches it', async () => {
    // A large thing leaves empty corners, which look like a product of one light colour.
    const large = '<path d="M10 120 L60 20 L190 120 Z" fill="#b3502c"/><circle cx="95" cy="95" r="14" fill="#222"/>';
    const thing = box(10, 20, 180, 100);
    const corner = box(130, 0, 70, 60);
    const found = await findRegions(await drawn(large), async (regions) =>
      regions.map((region) => Math.max(overlapOf(region, thing), 0.9 * overlapOf(region, corner))),
    );
    expect(found.background).toBe('busy');
    expect(found.regions).toHaveLength(1);
    expect(overlapOf(found.regions[0]?.region ?? corner, thing)).toBeGreaterThan(0.8);
  });

  it('a thing of one colour is one, by the edge around it', async () => {
    const square = '<rect x="30" y="30" width="50" height="60" fill="#8d9fb5"/>';
    const edges = new Edges(await drawn(`${square}<rect x="100" y="0" width="100" height="140" fill="#ececea"/>`));
    expect(edges.isEmpty(box(30, 30, 50, 60))).toBe(false);
    expect(edges.isEmpty(box(28, 28, 54, 64))).toBe(false);
    expect(edges.isEmpty(box(110, 10, 80, 120))).toBe(true);
    expect(edges.shareWithin(box(20, 20, 100, 80), box(25, 25, 60, 70))).toBeGreaterThan(0.95);
    expect(edges.shareWithin(box(20, 20, 100, 80), box(30, 30, 25, 60))).toBeLessThan(0.75);
  });

  it('is not taken for a plain one', async () => {
    expect(thingsOnPlain(await drawn(discAndBar, stripes))).toBeNull();
  });
});
