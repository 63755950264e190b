import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { dataDir } from '../../bench/support/data.ts';
import { imageOf, productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

const shoes = path.join(dataDir, 'videos-product', 'shoes.mp4');

/** A film of these pictures one after the other, recorded by the browser [WebM]. */
async function film(page: Page, pictures: readonly Buffer[]): Promise<Buffer> {
  const base64 = await page.evaluate(
    async (sources) => {
      const images = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          return image;
        }),
      );
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 320;
      const context = canvas.getContext('2d');
      const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
      const chunks: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
      const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
      recorder.start();
      for (const image of images) {
        for (let i = 0; i < 18; i++) {
          context?.drawImage(image, 0, 0, 320, 320);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
      recorder.stop();
      await ended;
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    pictures.map((picture) => `data:image/jpeg;base64,${picture.toString('base64')}`),
  );
  return Buffer.from(base64, 'base64');
}

test('a clip is searched by with its best frame, and by one of them alone', async ({ app, page }) => {
  const [shoe, mug] = [productOf('Sneakers', 'Red'), productOf('Mug', 'White')];
  const bytes = await film(page, [await imageOf(shoe), await imageOf(mug)]);
  await app.drop({ name: 'shelf.webm', type: 'video/webm', bytes });

  await expect(app.search.parts).toContainText('2 frames');
  await expect.poll(async () => (await app.search.skus(2)).toSorted()).toEqual([shoe.sku, mug.sku].toSorted());
  const marked = (sku: string) => app.search.card(sku).getByRole('img', { name: /^Matches the frame at/ });
  // Each shows the frame that it matches. When in the clip that is, is the recorder's affair.
  const pictureOf = (sku: string) => marked(sku).locator('img').getAttribute('src');
  expect(await pictureOf(shoe.sku)).not.toBe(await pictureOf(mug.sku));

  const photo = page.getByRole('region', { name: 'Photo that is searched by' });
  const frames = photo.getByRole('list').getByRole('button');
  await expect(frames).toHaveCount(2);
  await frames.last().click();
  await expect(app.search.first).toHaveAttribute('data-sku', mug.sku);
  await expect(frames.last()).toHaveAttribute('aria-pressed', 'true');
  await expect(app.search.parts).toContainText('shelf.webm · 0:0');
  await frames.first().click();
  await expect(app.search.first).toHaveAttribute('data-sku', shoe.sku);
  await page.reload();
  await expect(app.search.first).toHaveAttribute('data-sku', shoe.sku);
  await photo.getByRole('button', { name: 'All frames' }).click();
  await expect(app.search.parts).toContainText('2 frames');
});

test('reading a clip can be stopped, and one that cannot be played is told', async ({ app, page }) => {
  const picture = await imageOf(productOf('Mug', 'White'));
  const bytes = await film(page, [picture]);
  await page.route('**/upload', () => undefined);
  await app.drop({ name: 'slow.webm', type: 'video/webm', bytes });
  const reading = page.getByRole('progressbar', { name: 'Reading slow.webm' });
  await expect(reading).toBeVisible();
  await page.getByRole('button', { name: 'Stop reading slow.webm' }).click();
  await expect(reading).toBeHidden();
  await expect(app.search.parts).toHaveCount(0);
  await page.unroute('**/upload');

  await app.drop({ name: 'torn.mp4', type: 'video/mp4', bytes: Buffer.from('no film at all') });
  const told = page.getByRole('alert').filter({ hasText: 'torn.mp4 cannot be played here' });
  await expect(told).toContainText('WebM (VP8)');
  await expect(app.search.parts).toHaveCount(0);
});

test('a real product clip gives a frame for each of its shoes', async ({ app, page }) => {
  test.skip(!existsSync(shoes), `${shoes} is not here.`);
  const plays = await page.evaluate(() =>
    document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"'),
  );
  test.skip(plays === '', 'This browser has no H.264.');
  await app.drop({ name: 'shoes.mp4', type: 'video/mp4', bytes: await readFile(shoes) });
  await expect(app.search.parts).toContainText(/[3-6] frames/, { timeout: 30_000 });
  await expect(app.search.first.getByRole('img', { name: /^Matches the frame at/ })).toBeVisible();
});
