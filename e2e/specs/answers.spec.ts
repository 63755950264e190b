/** A customer's message: the product that is meant, facts with their sources, and a reply that is copied and approved. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { productOf } from '../fixtures/photos.ts';
import { expect, test } from '../fixtures/test.ts';

const { sku, title } = productOf('Sneakers', 'Red');

test('a message is answered from the listing and the documents, and what nobody says is not known', async ({
  app,
  page,
  folders,
}) => {
  const documents = path.join(folders.dir, 'terms');
  await mkdir(documents);
  await writeFile(path.join(documents, 'terms.md'), '# Terms\n\n## Returns\n\nGoods can be returned within 30 days.\n');
  await writeFile(path.join(documents, 'empty.md'), '');
  await app.goTo('Answer');
  const main = page.getByRole('main');
  await expect(main).toContainText('Nothing to answer yet');

  await main.getByRole('button', { name: 'Add documents' }).click();
  const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Path' });
  await expect(typed).not.toHaveValue('');
  await typed.fill(documents);
  await typed.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Choose' }).click();
  await expect(main.getByRole('region', { name: documents })).toContainText('1 passage');
  await expect(main.getByRole('region', { name: documents })).toContainText('empty.md is empty');

  await main
    .getByRole('textbox', { name: 'Message of the customer' })
    .fill(`Can I return ${sku}? Is there a warranty?`);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(main.getByRole('region', { name: 'Product' })).toContainText(title);
  const facts = main.getByRole('region', { name: 'Facts' });
  await expect(facts).toContainText('Goods can be returned within 30 days.');
  await expect(facts).toContainText('Not known');
  await facts.getByRole('button', { name: 'terms.md, line 5' }).click();
  await expect(page.getByRole('dialog').locator('[data-cited="true"]')).toContainText('within 30 days');
  await page.keyboard.press('Escape');

  const reply = main.getByRole('textbox', { name: 'Reply' });
  await expect(reply).toHaveValue(/within 30 days/);
  await reply.fill('You have 30 days. See you soon!');
  await main.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('Kept as an example')).toBeVisible();
  await expect(main.getByRole('region', { name: 'Reply' })).toContainText('after an answer you approved');
});
