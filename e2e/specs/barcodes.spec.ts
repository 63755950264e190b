import { photoWithBarcode } from '../../electron/engine/recognition/barcodes/testing.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('a barcode on a photo is told, added to a product, and leads to it from then on', async ({ app, page }) => {
  const number = '4006381333931';
  await app.drop({ name: 'pack.jpg', bytes: await photoWithBarcode({ text: number, turned: 10 }) });
  const codes = page.getByRole('region', { name: 'Barcodes on this photo' });
  await expect(codes).toContainText(`Barcode ${number} is on no product of yours`);

  await codes.getByRole('button', { name: 'Add to a product' }).click();
  const choice = page.getByRole('menuitem').first();
  const title = (await choice.textContent()) ?? '';
  await choice.click();
  await expect(codes).toContainText(`Barcode ${number}: ${title}`);
  await expect(app.search.first).toContainText(title);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(codes).toContainText(`Barcode ${number} is on no product of yours`);
});
