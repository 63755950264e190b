/** `answer` and `documents` over an engine that records what it is asked. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { RecordingTerminal } from './testing.ts';

const hash = 'a'.repeat(64);
const draft = { text: 'The price is 5.', by: 'template', exampleId: null };

function terminal(accepted = true) {
  return new RecordingTerminal({
    'search.addImage': () => ({ hash }),
    'catalog.productBySku': () => ({ id: 7 }),
    'answers.ask': () => ({ draft }),
    'answers.write': () => ({ text: 'It is 5.', accepted, ungrounded: [] }),
    'answers.documents': () => [{ id: 3, path: path.resolve('terms') }],
  });
}

test('asks with the message, the photos and the product', async () => {
  const shell = terminal();
  await shell.run(
    'answer',
    '--library',
    'L',
    '--text',
    'How much?',
    '--image',
    'a.jpg',
    '--product',
    'S-1',
    '--language',
    'zh',
  );
  expect(shell.calls.at(-1)).toEqual([
    'answers.ask',
    { text: 'How much?', images: [hash], productId: 7, language: 'zh' },
  ]);
  expect(shell.opened).toEqual(['L', 'read']);
  expect(shell.printed).toEqual([{ draft }]);
});

test('prints the reply alone: that of the model where it was accepted', async () => {
  const args = [
    'answer',
    '--library',
    'L',
    '--text',
    'How much?',
    '--reply',
    '--writer',
    'localhost:1',
    '--model',
    'm',
  ];
  const [good, bad] = [terminal(), terminal(false)];
  await good.run(...args);
  await bad.run(...args);
  expect([good.printed, bad.printed]).toEqual([['It is 5.\n'], ['The price is 5.\n']]);
  expect(good.calls.at(-1)?.[1]).toMatchObject({
    writer: { address: 'localhost:1', model: 'm', beyondThisMachine: false },
  });
});

test('says what is missing', async () => {
  await expect(terminal().run('answer', '--library', 'L')).rejects.toThrow('--text, --image, or both');
  await expect(terminal().run('answer', '--library', 'L', '--text', 'x', '--writer', 'localhost:1')).rejects.toThrow(
    'needs --model',
  );
});

test('takes a folder out by its path', async () => {
  const shell = terminal();
  await shell.run('documents', 'remove', 'terms', '--library', 'L');
  expect(shell.calls).toContainEqual(['answers.removeDocuments', { folderId: 3 }]);
  expect(shell.opened).toEqual(['L', 'write']);
});
