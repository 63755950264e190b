/** What the window says when the engine hangs, and when another program holds the library. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { reconnecting } from '../fixtures/page-watch.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ alone: true, provoked: { noise: reconnecting } });

test('an engine that hangs is told, and is started again by a person', async ({ app, host, page }) => {
  await expect(app.search.count).toHaveText('235 products');
  const pid = (await host.enginePid()) ?? 0;
  process.kill(pid, 'SIGSTOP');
  await expect(page.getByRole('alert')).toContainText('The catalog engine gives no sign of life.');
  await app.speak('简体中文');
  await expect(page.getByRole('alert')).toContainText('目录引擎没有响应');
  await page.getByRole('alert').getByRole('button', { name: '重新启动' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => host.enginePid()).not.toBe(pid);
  await app.search.ask('watch');
  await expect(app.search.first).toHaveAttribute('aria-label', /Watch/);
});

test('while another program holds the library, searching goes on and changes wait until it lets go', async ({
  app,
  folders,
  page,
}) => {
  await expect(app.search.count).toHaveText('235 products');
  const other = new DatabaseSync(path.join(folders.library, 'library.sqlite'));
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
