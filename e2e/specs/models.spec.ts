import path from 'node:path';
import { writeFamilyModel } from '../../electron/engine/encoders/testing/index.ts';
import { sample } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

const colours = ['red', 'blue', 'green', 'yellow'];

/** Grades by colour, which is all that the small model of these tests knows. */
function gradesByColour(): { qrels: string; texts: string } {
  const qrels = colours.flatMap((colour, i) =>
    sample.products.map(({ sku, colour: own }) => `${i + 1} 0 ${sku} ${own.toLowerCase() === colour ? 3 : 0}`),
  );
  return { qrels: qrels.join('\n'), texts: colours.map((colour, i) => `${i + 1}\t${colour}`).join('\n') };
}

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
  await page.getByRole('button', { name: 'Compare' }).click();
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
  await expect(models.provider('CPU')).toContainText('pictures/s', { timeout: 60_000 });
  await expect(models.provider('WebGPU')).toBeVisible();
});
