/** What the window says while another program holds the library. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '../fixtures/test.ts';

test.use({ alone: true });

test('while another program holds the library, searching goes on and changes wait until it lets go', async ({
  app,
  folders,
  page,
}) => {
  await expect(app.search.count).toHaveText('235 products');
  const other = new DatabaseSync(path.join(folders.library, 'library.sqlite'), { timeout: 60_000 });
  other.exec('BEGIN IMMEDIATE');
  const banner = page.getByRole('status').filter({ hasText: 'Another program holds the library. Changes wait.' });
  // What was asked is noted down.
  await app.search.ask('red dress');
  await expect(banner).toContainText('Close the backup or database viewer');
  await expect(app.search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  other.exec('ROLLBACK');
  other.close();
  await expect(banner).toHaveCount(0);
});
