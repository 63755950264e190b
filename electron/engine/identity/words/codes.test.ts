import { expect, it } from 'vitest';
import { codesOf, relateCodes } from './codes.ts';
import { factsOf } from './facts.ts';

const keys = (text: string) => codesOf(text).map(({ key }) => key);
const codes = (title: string, description = '', attributes: Record<string, string> = {}) =>
  factsOf({ title, description, attributes, tags: [] }).codes;
const relate = (left: string, right: string) => relateCodes(codes(left), codes(right));

it('finds article numbers however they are written', () => {
  expect(keys('Sony Turntable - PS-LX350H, 33 rpm')).toEqual(['PSLX350H']);
  expect(keys('sdi technologies ip99br8 clock 1169B001')).toEqual(['IP99BR8', '1169B001']);
  expect(keys('索尼 KX-TG1032S 电话')).toEqual(['KXTG1032S']);
  expect(codes('Cable', '', { modelno: 'hg s100' }).named).toContain('HGS100');
});

it('takes amounts, formats and ratios for none', () => {
  for (const text of [
    '1080p 24fps USB2 MP3',
    '64GB 500ml 15-inch 24-in 450 pack',
    '802.11b 30000:1 1920x1080 v2',
    '16-mile 12-tab 1500VA DDR3 2x2GB',
  ]) {
    expect(keys(text)).toEqual([]);
  }
});

it('finds a number in two words, in another field, and with a letter more', () => {
  expect(relate('Canon Ink - CL51', 'Canon CL-51 Cartridge').same).toBeGreaterThan(0);
  expect(relate('Headphones - MDRAS50G', 'Earbuds MDR AS50G').same).toBe(1);
  expect(relateCodes(codes('Camera - ECNV30ZB'), codes('Samsung camera', 'Model EC-NV30ZB')).same).toBe(1);
  expect(relate('Switch FS105', 'Switch - FS105NA')).toMatchObject({ same: 0, apart: 0 });
  expect(relate('Switch FS105', 'Switch - FS105NA').extended).toBeGreaterThan(0);
});

it('tells numbers of one series from one another, also where a common one stands beside them', () => {
  expect(relate('Headphones WH-1000XM4', 'Headphones WH-1000XM5')).toMatchObject({ same: 0, extended: 0, apart: 1 });
  expect(relate('Headphones WH-1000XM4', 'Headphones WH-1000XM5').family).toBeGreaterThan(0.8);
  expect(relate('DVP-NS57P Player - DVPNS57PS', 'DVP-NS57P Player - DVPNS57PB').twins).toBeGreaterThan(0);
  expect(relate('Player - DVPNS57PS', 'Player DVPNS57PS - 0620B002').twins).toBe(0);
});

it('takes what many listings have for a format, and no number of one product', () => {
  const [left, right] = [codes('EDGE cable RS-232C - PE197711'), codes('Corsair cable RS-232C VS1GB533D2')];
  const common = (key: string): number => (key === 'RS232C' ? 0.2 : 1);
  expect(relateCodes(left, right).same).toBeGreaterThan(0.5);
  expect(relateCodes(left, right, common)).toMatchObject({ same: 0, extended: 0, apart: 1 });
});
