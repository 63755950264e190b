import { photoWithText } from '../../electron/engine/recognition/text/testing.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ begin: 'looking' });

test('text on a photo is told, and a line of it can be searched with', async ({ app, page }) => {
  const text = 'VORTEX WK-4021';
  await app.drop({ name: 'kettle.jpg', bytes: await photoWithText({ text, size: 70, label: '#f7f4ec', height: 220 }) });
  const line = page.getByRole('button', { name: text, exact: true });
  await expect(line).toBeVisible();
  await line.click();
  await expect(page.getByRole('button', { name: `Remove ${text}` })).toBeVisible();
  await expect(line).toBeHidden();

  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Read the photos' })).toBeVisible();
  await expect(page.getByText(/photos? can be read/)).toBeVisible();
});
