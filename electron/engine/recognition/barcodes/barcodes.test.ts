import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawing, type SampleFolder, sampleFolder } from '../../images/image-samples.ts';
import { Barcodes, barcodeOf } from './barcodes.ts';
import { type LabelledPhoto, photoWithBarcode } from './testing.ts';

let folder: SampleFolder;
const barcodes = new Barcodes();
const ean = '4006381333931';

beforeAll(async () => {
  folder = await sampleFolder();
});
afterAll(async () => {
  await barcodes.close();
  await folder.remove();
});

const read = async (photo: LabelledPhoto) => barcodes.read(await folder.write('photo.jpg', photoWithBarcode(photo)));

describe('barcodes on photos', () => {
  it.each<[string, LabelledPhoto]>([
    ['as it is', { text: ean }],
    ['upside down', { text: ean, turned: 180 }],
    ['turned by 20 degrees', { text: ean, turned: 20 }],
    ['turned by 40 degrees', { text: ean, turned: 40 }],
    ['turned by 90 degrees', { text: ean, turned: 90 }],
    ['turned by 130 degrees', { text: ean, turned: 130 }],
    ['blurred', { text: ean, turned: 5, blurred: 1 }],
    ['small', { text: ean, turned: 3, blurred: 0.5, width: 170 }],
    ['half covered', { text: ean, turned: 5, covered: 0.5 }],
  ])('%s', async (_, photo) => {
    expect(await read(photo)).toEqual([{ format: 'ean', text: ean, gtin: ean, valid: true }]);
  });

  it.each<[LabelledPhoto, object]>([
    [
      { text: '96385074', format: 'EAN8' },
      { format: 'ean', text: '96385074', gtin: '0000096385074' },
    ],
    [
      { text: '036000291452', format: 'UPCA' },
      { format: 'ean', gtin: '0036000291452' },
    ],
    [
      { text: '14006381333938', format: 'ITF14', width: 420 },
      { format: 'itf', gtin: '14006381333938' },
    ],
    [
      { text: 'SKU-4711', format: 'Code128' },
      { format: 'code128', text: 'SKU-4711', gtin: null },
    ],
    [
      { text: `https://id.gs1.org/01/0${ean}/10/AB`, format: 'QRCode' },
      { format: 'qr', gtin: ean },
    ],
    [
      { text: 'https://shop.example/p/mug', format: 'QRCode' },
      { format: 'qr', text: 'https://shop.example/p/mug', gtin: null },
    ],
    [
      { text: `(01)0${ean}`, format: 'DataMatrix' },
      { format: 'datamatrix', gtin: ean },
    ],
  ])('%j', async (photo, right) => {
    expect(await read(photo)).toMatchObject([right]);
  });

  it('whose check digit is wrong are told as such, and those that are blurred until it is wrong are not', async () => {
    const text = '4006381333932';
    expect(await read({ text, unchecked: true })).toEqual([{ format: 'ean', text, gtin: null, valid: false }]);
    expect(await read({ text: ean, blurred: 3 })).toEqual([]);
  });

  it('are none where there are none', async () => {
    expect(await barcodes.read(await folder.write('plain.png', drawing(600, 400).png()))).toEqual([]);
  });

  it('are looked for in one image after the other, and again after the thread was closed', async () => {
    const photos = await Promise.all(
      [ean, '96385074'].map(async (text, at) => {
        const format = text.length === 8 ? 'EAN8' : 'EAN13';
        return folder.write(`${at}.jpg`, photoWithBarcode({ text, format }));
      }),
    );
    const all = await Promise.all(photos.map((photo) => barcodes.read(photo)));
    expect(all.map(([first]) => first?.text)).toEqual([ean, '96385074']);
    await barcodes.close();
    expect(await barcodes.read(photos[0] ?? '')).toHaveLength(1);
  });

  it('a file that is no image says so', async () => {
    const file = await folder.write('note.jpg', Buffer.from('hello'));
    await expect(barcodes.read(file)).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
  });
});

it.each([
  ['EAN13', '4006381333932', null],
  ['EAN13', '2001234567893', null],
  ['Code128', `010${ean}10AB12`, ean],
  ['Code128', '0140063813339', null],
  ['QRCode', ean, null],
  ['UPCE', '04252614', '0042100005264'],
])('%s %s says the number %s', (format, text, gtin) => {
  expect(barcodeOf({ format, text, valid: true }).gtin).toBe(gtin);
});
