import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { writeFamilyModel } from '../../electron/engine/encoders/testing/index.ts';
import { sample } from '../fixtures/photos.ts';
import { runFolder } from '../fixtures/run-folder.ts';
import { expect, test } from '../fixtures/test.ts';

// What is installed and measured is kept in the home folder.
test.use({ alone: true });

const colours = ['red', 'blue', 'green', 'yellow'];

/** Grades by colour, which is all that the small model of these tests knows. */
function gradesByColour(): { qrels: string; texts: string } {
  const qrels = colours.flatMap((colour, i) =>
    sample.products.map(({ sku, colour: own }) => `${i + 1} 0 ${sku} ${own.toLowerCase() === colour ? 3 : 0}`),
  );
  return { qrels: qrels.join('\n'), texts: colours.map((colour, i) => `${i + 1}\t${colour}`).join('\n') };
}

const serious = ({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help }) => `${id}: ${help}`);

test.describe('after the first import', () => {
  test.use({ begin: 'empty' });

  test('a published model is offered in one sentence, until it is answered, and nobody is asked for it', async ({
    app,
    page,
    folders,
  }) => {
    const dir = path.join(folders.dir, 'shop');
    await mkdir(dir, { recursive: true });
    const rows = sample.products.slice(0, 12).map(({ sku, images }) => {
      return `${sku},Cotton dress ${sku},${path.join(runFolder().sample, images[0]?.file ?? '')}`;
    });
    await writeFile(path.join(dir, 'stock.csv'), ['sku,title,image', ...rows].join('\n'));
    await app.importer.chooseTable(path.join(dir, 'stock.csv'));
    await app.importer.start.click();
    const { offer } = app.models;
    await expect(offer).toContainText(
      /100% of your products are clothes.*Marqo-FashionSigLIP.*816 MB to download, licence Apache-2.0, free for business/,
    );
    expect(await new AxeBuilder({ page }).setLegacyMode().analyze().then(serious)).toEqual([]);
    await app.goTo('Search');
    await offer.getByRole('button', { name: 'Get it' }).click();
    const licence = page.getByRole('dialog', { name: 'Download Marqo-FashionSigLIP' });
    await expect(licence).toContainText('Apache-2.0');
    await expect(licence.getByRole('button', { name: 'Download' })).toBeDisabled();
    await licence.getByRole('button', { name: 'Cancel' }).click();
    await app.goTo('Duplicates');
    await expect(offer).toHaveCount(0);
    await app.goTo('Search');
    await offer.getByRole('button', { name: 'Not now' }).click();
    await expect(offer).toHaveCount(0);
    await page.reload();
    await expect(app.search.count).toHaveText('12 products');
    await expect(offer).toHaveCount(0);
  });
});

test('a model from a folder is prepared while search goes on, compared, switched to, and the old vectors dropped', async ({
  app,
  page,
  folders,
}) => {
  const { models, search } = app;
  const dir = path.join(folders.dir, 'colours');
  await writeFamilyModel(dir, 'siglip', { layout: 'hugging-face', image: 16 });
  const { qrels, texts } = gradesByColour();
  await app.goTo('Grading');
  await app.grading.importSet('Colours', qrels, texts);

  await models.inspect(dir);
  await expect(page.getByRole('region', { name: 'Pictures', exact: true })).toContainText('16 × 16 pixels');
  await expect(page.getByRole('region', { name: 'Assumed' })).toContainText('licence');
  await models.add();
  await expect(models.test).toContainText('The model works as it should');

  await models.show('Models');
  await expect(models.card('colours')).toContainText('Nothing in this library is analysed');
  await models.prepare('colours');
  await search.ask('sunglasses');
  await expect(search.first).toHaveAttribute('aria-label', /Sunglasses/);
  await page.getByRole('button', { name: 'Before and after' }).click();
  const past = page.getByRole('listitem', { name: 'sunglasses', exact: true });
  await expect(past.getByRole('region', { name: 'Lookalike starter' }).getByRole('link').first()).toContainText(
    'Sunglasses',
  );
  await expect(past.getByRole('region', { name: 'colours' }).getByRole('link').first()).toBeVisible();
  expect(await new AxeBuilder({ page }).setLegacyMode().analyze().then(serious)).toEqual([]);
  await page.getByRole('button', { name: 'Compare by your grades' }).click();
  const verdict = page.getByRole('region', { name: 'Difference in nDCG@10' });
  await expect(verdict).toContainText(/B wins \d, ties \d, loses \d queries/);
  await expect(page.getByRole('region', { name: 'Gains and losses by query' }).getByRole('listitem')).toHaveCount(4);

  await verdict.getByRole('button', { name: 'Switch to colours' }).click();
  await expect(page.getByText('Now searching with colours')).toBeVisible();
  await search.clear();
  await search.ask('red');
  await expect(search.first).toHaveAttribute('aria-label', /Red|红/);

  await models.show('Models');
  await expect(models.card('colours')).toContainText('In use');
  await models.choose('Lookalike starter', 'Drop its vectors');
  await models.confirm('Drop its vectors');
  await expect(models.card('Lookalike starter')).toContainText('Nothing in this library is analysed');
});

test('a model that does not pass its test is refused, and where models run is measured', async ({
  app,
  page,
  folders,
}) => {
  const { models } = app;
  const dir = path.join(folders.dir, 'confused');
  await writeFamilyModel(dir, 'clip', { layout: 'hugging-face', skill: 'confused', image: 16 });
  await models.inspect(dir);
  await models.add();
  await expect(page.getByRole('alert')).toHaveText('confused was not added: it does not pass its test');
  await expect(models.test.getByRole('listitem').filter({ hasText: 'Words find their picture' })).toContainText(
    'Captions do not match',
  );
  await models.show('Models');
  await expect(models.card('Lookalike starter')).toBeVisible();
  await expect(models.card('confused')).toHaveCount(0);

  await models.show('Where it runs');
  await models.measure();
  await expect(models.provider('CPU')).toContainText('pictures/s');
  await expect(models.provider('WebGPU')).toBeVisible();
});
