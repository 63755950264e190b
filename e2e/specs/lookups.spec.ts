import { readFile } from 'node:fs/promises';
import { localNetworks } from '../../electron/phone/networks.ts';
import { imageOf, productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('photos dropped together are looked up, decided by key, counted, taken back and exported', async ({
  app,
  page,
}) => {
  const [shoes, mug] = [productOf('Sneakers', 'Red'), productOf('Mug', 'White')];
  await app.drop(
    { name: 'first.jpg', bytes: await imageOf(shoes) },
    { name: 'second.jpg', bytes: await imageOf(mug) },
    { name: 'broken.jpg', bytes: Buffer.from('no picture at all') },
  );
  await expect(app.lookups.rows).toHaveCount(3);
  const [first, second, broken] = [
    app.lookups.of('first.jpg'),
    app.lookups.of('second.jpg'),
    app.lookups.of('broken.jpg'),
  ] as const;
  await expect(first).toContainText(shoes.title);
  await expect(broken).toHaveAttribute('data-state', 'failed');
  await expect(second).toHaveAttribute('data-state', /check|none/);

  // The first is confirmed with Enter, and the next one to check is at hand.
  await expect(app.lookups.current).toContainText('first.jpg');
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('data-state', 'confirmed');
  await expect(app.lookups.current).toContainText('second.jpg');
  await page.keyboard.press('n');
  await expect(second).toHaveAttribute('data-state', 'none');
  await second.getByText('second.jpg').click();
  await app.lookups.correct(mug.title);
  await expect(second).toHaveAttribute('data-state', 'confirmed');
  await expect(second).toContainText(mug.sku);

  await app.lookups.filter('Failed').click();
  await expect(app.lookups.rows).toHaveCount(1);
  await app.lookups.filter('All').click();

  // It is there after a reload, with what was said.
  await page.reload();
  await expect(second).toHaveAttribute('data-state', 'confirmed');
  await app.lookups.show('Count by product');
  await expect(app.lookups.counts.getByRole('row', { name: mug.title })).toContainText(mug.sku);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'A row for each photo' }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text).toContain(`first.jpg,,`);
  expect(text).toMatch(new RegExp(`second\\.jpg,.*,${mug.sku},`));
  expect(text).toMatch(/broken\.jpg,,failed,/);
});

test('a phone sends a photo to search with, and the next ones to the table, until the dialog is closed', async ({
  app,
  page,
}) => {
  test.skip(localNetworks().length === 0, 'this machine is on no network');
  const shoes = productOf('Sneakers', 'Red');
  await page.getByRole('button', { name: 'Scan with your phone' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan with your phone' });
  await expect(dialog.getByRole('img', { name: 'Code with the address' })).toBeVisible();
  const address = new URL((await dialog.locator('code').textContent()) ?? '');
  expect(address.hostname).not.toBe('127.0.0.1');
  const opened = await fetch(address);
  expect(await opened.text()).toContain('Take a photo');
  await expect(dialog).toContainText('A phone has opened the page');
  expect((await fetch(address)).status).toBe(403);

  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const send = async (name: string, bytes: Buffer): Promise<number> => {
    const headers = { cookie, origin: address.origin, 'x-file-name': name };
    return (await fetch(new URL('/photo', address), { method: 'POST', headers, body: new Uint8Array(bytes) })).status;
  };
  expect(await send('note.jpg', Buffer.from('no photo'))).toBe(415);
  await expect(dialog).toContainText('This is no photo');
  expect(await send('one.jpg', await imageOf(shoes))).toBe(200);
  await expect(dialog).toContainText('1 photo came');
  await expect(app.search.first).toContainText(shoes.title);
  expect(await send('two.jpg', await imageOf(productOf('Mug', 'White')))).toBe(200);
  await expect(app.lookups.rows).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(() =>
      fetch(address).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
});

test('a picture dragged in from a page is taken when it comes along, and is not fetched', async ({ app, page }) => {
  const bytes = await imageOf(productOf('Sneakers', 'Red'));
  await app.dragIn({
    'text/html': `<img src="data:image/jpeg;base64,${bytes.toString('base64')}">`,
    'text/uri-list': 'about:blank',
  });
  await expect(app.search.parts).toHaveCount(1);
  await app.dragIn({
    'text/uri-list': 'https://shop.example/a.jpg',
    'text/html': '<img src="https://shop.example/a.jpg">',
  });
  await expect(page.getByText('The picture is at shop.example, and pictures are not fetched')).toBeVisible();
  await expect(app.search.parts).toHaveCount(1);
});
