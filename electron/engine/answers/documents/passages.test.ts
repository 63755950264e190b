/** Documents cut into passages, each with its headings and its line. */
import { expect, test } from 'vitest';
import { isDocumentName, passagesOf } from './passages.ts';

const read = (name: string, text: string) => passagesOf(name, Buffer.from(text));

test('Markdown goes by its headings, without its signs', () => {
  const passages = read(
    'terms.md',
    '# Shop\n\n## Returns\n\nWithin **30 days**.\n\n- unworn\n- with [labels](x.html)\n\n## Delivery\nIn 3 days.\n',
  );
  expect(passages).toEqual([
    { heading: 'Shop › Returns', text: 'Within 30 days.\nunworn\nwith labels', line: 5 },
    { heading: 'Shop › Delivery', text: 'In 3 days.', line: 11 },
  ]);
});

test('HTML does too, and scripts are no words', () => {
  const [first, second] = read(
    'a.html',
    '<h1>Shop</h1>\n<script>x()</script>\n<p>We are <b>here</b>.</p>\n<h2>Care</h2><ul><li>Wash cold</li></ul>',
  );
  expect(first).toEqual({ heading: 'Shop', text: 'We are here.', line: 3 });
  expect(second).toMatchObject({ heading: 'Shop › Care', text: 'Wash cold' });
});

test('each row of a table is a question and its answer', () => {
  const passages = read('faq.csv', 'question;answer\nGift wrap?;"Yes, 3.50"\n有实体店吗;有\n');
  expect(passages).toEqual([
    { heading: 'Gift wrap?', text: 'Yes, 3.50', line: 2 },
    { heading: '有实体店吗', text: '有', line: 3 },
  ]);
});

test('long text is cut between paragraphs', () => {
  const paragraph = 'word '.repeat(80).trim();
  expect(read('a.txt', `${paragraph}\n\n${paragraph}\n\n${paragraph}`)).toHaveLength(3);
});

test('what is no text is refused with what to do', () => {
  expect(() => passagesOf('a.txt', Buffer.from('%PDF-1.7 and so on'))).toThrow('Save it as Markdown');
  expect(() => passagesOf('a.md', Buffer.from(''))).toThrow('is empty');
  expect(isDocumentName('terms.HTML')).toBe(true);
  expect(isDocumentName('terms.pdf')).toBe(false);
  expect(isDocumentName('.hidden.md')).toBe(false);
});
