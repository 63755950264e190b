import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelsDir } from '../../electron/server/project.ts';
import { killEngine } from '../fixtures/app-host.ts';
import { reconnecting } from '../fixtures/page-watch.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ alone: true });

test.describe('when the engine dies', () => {
  test.use({ provoked: { noise: reconnecting } });

  test('it is started again and the question is answered', async ({ app, host }) => {
    await app.search.ask('red dress');
    await expect(app.search.first).toHaveAttribute('aria-label', /Dress.* Red/);
    const before = await host.enginePid();
    await killEngine(host);
    await app.search.clear();
    await app.search.ask('watch');
    await expect(app.search.first).toHaveAttribute('aria-label', /Watch/);
    await expect(app.search.first.locator('img[data-backdrop]')).toBeVisible();
    await expect.poll(() => host.enginePid()).toBeGreaterThan(before ?? 0);
  });
});

test.describe('when the index is damaged', () => {
  const garbage = 'this was an index once';
  test.use({
    damage: {
      to: async ({ library }) => {
        const { id } = JSON.parse(await readFile(path.join(modelsDir, 'starter', 'model.json'), 'utf8')) as {
          id: string;
        };
        for (const kind of ['image', 'text']) {
          await writeFile(path.join(library, 'index', `${id}.${kind}.hnsw`), garbage);
          await writeFile(path.join(library, 'index', `${id}.${kind}.json`), garbage);
        }
      },
    },
  });

  test('searching goes on and the damaged files do not stay', async ({ app, page, host, folders }) => {
    await app.search.ask('red dress');
    await expect(app.search.first).toHaveAttribute('aria-label', /Dress.* Red/);
    await page.close();
    await host.stop();
    const files = await readdir(path.join(folders.library, 'index'));
    for (const file of files) {
      expect(await readFile(path.join(folders.library, 'index', file), 'utf8')).not.toBe(garbage);
    }
  });
});

test.describe('when the model is taken away', () => {
  test.use({
    damage: {
      to: async (folders) => {
        folders.models = path.join(folders.dir, 'models');
        await cp(modelsDir, folders.models, { recursive: true });
        await rename(path.join(folders.models, 'starter', 'text.onnx'), path.join(folders.dir, 'text.onnx'));
      },
    },
  });

  test('the app says so, still lists the products, and goes on once it is back', async ({ app, folders, page }) => {
    await expect(app.search.count).toHaveText('235 products');
    await app.search.ask('red dress');
    await expect(page.getByText(/model/i).first()).toBeVisible();
    await rename(path.join(folders.dir, 'text.onnx'), path.join(folders.models ?? '', 'starter', 'text.onnx'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(app.search.first).toHaveAttribute('aria-label', /Dress.* Red/);
  });
});
