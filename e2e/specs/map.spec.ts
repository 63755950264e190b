/** The map: laid out, coloured, searched, and products picked on it by pointer, by key and from the list. */
import { expect, test } from '../fixtures/test.ts';

test('products are laid out, lit up by a search, and picked', async ({ app, page }) => {
  const { map } = app;
  await app.goTo('Map');
  await map.layOut();
  await expect(map.rows.first()).toBeVisible();
  const inView = page
    .getByRole('complementary', { name: 'Beside the map' })
    .getByText(/^(First 100 of \d+|\d+ products?)$/);
  const all = await inView.textContent();

  await expect(map.legend.getByRole('button').first()).toBeVisible();
  await map.colourBy('Price');
  await expect(map.legend).toContainText('What products cost');

  // The rectangle begins right of the tools: with everything in it, all are picked; the keys pick what is in view.
  await map.surface.focus();
  await page.keyboard.press('r');
  await map.drag([0.99, 0.01], [0.005, 0.99]);
  await expect(map.picked.getByRole('status')).toContainText(/^\d+ products picked$/);
  const everything = await map.picked.getByRole('status').textContent();
  expect(all).toContain(/\d+/.exec(everything ?? '')?.[0]);
  await map.surface.press('Escape');
  await expect(map.picked).toHaveCount(0);
  await map.surface.press('a');
  await expect(map.picked.getByRole('status')).toHaveText(everything ?? '');
  await map.surface.press('Escape');

  // From nearer there are fewer in view, and 0 goes back.
  for (let i = 0; i < 6; i++) await map.surface.press('+');
  await expect(inView).not.toHaveText(all ?? '');
  await map.surface.press('0');
  await expect(inView).toHaveText(all ?? '');

  await map.find('sneakers');
  await expect(page.getByRole('complementary', { name: 'Beside the map' })).toContainText(/\d+ found/);
  await map.rows.first().check();
  await expect(map.picked.getByRole('status')).toHaveText('1 product picked');
  await map.picked.getByRole('button', { name: 'Grade' }).click();
  await page.getByRole('menuitem', { name: /Exactly$/ }).click();
  await expect(page.getByText('1 product graded')).toBeVisible();

  await map.show('Found');
  const first = page.getByRole('complementary', { name: 'Beside the map' }).getByRole('listitem').first();
  await first.getByRole('button').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(map.surface).toBeVisible();
  await map.show('Areas');
  await page
    .getByRole('complementary', { name: 'Beside the map' })
    .getByRole('listitem')
    .getByRole('button')
    .first()
    .click();
  await map.show('In view');
  await expect(inView).not.toHaveText(all ?? '');
});

test('without a graphics card the map is drawn all the same', async ({ app, page }) => {
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind === 'webgl2' ? null : Reflect.apply(getContext, this, [kind, ...rest]);
    } as typeof getContext;
  });
  await page.reload();
  await app.goTo('Map');
  await app.map.layOut();
  const drawn = page.locator('canvas[data-drawn-by="canvas"]');
  await expect(drawn).toBeVisible();
  const isDrawn = () =>
    drawn.evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return data.some((value) => value !== 0);
    });
  await expect.poll(isDrawn).toBe(true);
});
