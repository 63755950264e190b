import sharp from 'sharp';
import { imageOf, productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('a box on a photo is searched for, by mouse and keys, and stays in the address', async ({ app, page }) => {
  const [left, right] = [productOf('Sneakers', 'Red'), productOf('Mug', 'White')];
  const tile = async (product: typeof left, at: number) => ({
    input: await sharp(await imageOf(product))
      .resize(380, 380, { fit: 'contain', background: '#fff' })
      .toBuffer(),
    left: at,
    top: 110,
  });
  const two = sharp({ create: { width: 1000, height: 600, channels: 3, background: '#fff' } }).composite([
    await tile(left, 60),
    await tile(right, 560),
  ]);
  await app.drop({ name: 'shelf.jpg', bytes: await two.jpeg().toBuffer() });

  const photo = page.getByRole('region', { name: 'Photo that is searched by' });
  const image = photo.getByRole('img', { name: 'Photo that is searched by' });
  await expect.poll(async () => (await image.boundingBox())?.height ?? 0).toBeGreaterThan(100);
  const draw = async (from: number, to: number) => {
    // A banner above it may have come or gone.
    const box = await image.boundingBox();
    if (box === null) throw new Error('The photo is not shown.');
    await page.mouse.move(box.x + box.width * from, box.y + box.height * 0.12);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, box.y + box.height * 0.88, { steps: 5 });
    await page.mouse.up();
  };
  await draw(0.52, 0.98);
  await expect(app.search.first).toHaveAttribute('data-sku', right.sku);
  await expect(app.search.parts).toContainText('part');
  await draw(0.02, 0.48);
  await expect(app.search.first).toHaveAttribute('data-sku', left.sku);

  // What may be a product is proposed, and one click asks with it.
  const things = photo.getByRole('region', { name: 'On this photo' }).getByRole('button');
  await expect(things).toHaveCount(2);
  await things.filter({ hasText: 'Mug' }).click();
  await expect(app.search.first).toHaveAttribute('data-sku', right.sku);
  await page.goBack();
  await expect(app.search.first).toHaveAttribute('data-sku', left.sku);

  const address = page.url();
  const selection = photo.getByLabel('Box around');
  await selection.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).not.toBe(address);

  await page.goBack();
  await page.goBack();
  await expect(app.search.first).toHaveAttribute('data-sku', right.sku);
  await page.reload();
  await expect(app.search.first).toHaveAttribute('data-sku', right.sku);
  await expect(selection).toBeVisible();

  await photo.getByRole('button', { name: 'The whole photo' }).click();
  await expect(app.search.parts).not.toContainText('part');
  await photo.getByRole('button', { name: 'Close the photo' }).click();
  await expect(photo).toBeHidden();

  await app.search.first.click();
  await page.getByRole('button', { name: 'Find what is on a part' }).click();
  await expect(image).toBeVisible();
  await photo.getByRole('button', { name: 'Put a box' }).click();
  await expect(selection).toBeFocused();
  await expect(app.search.parts).toContainText('part');
});
