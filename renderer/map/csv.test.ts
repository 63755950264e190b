import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('quotes what needs it, and lets no cell be a formula', () => {
  expect(
    csvOf([
      ['a', 'say "hi", then'],
      ['=1+1', '-5'],
    ]),
  ).toBe('\uFEFFa,"say ""hi"", then"\r\n\'=1+1,-5\r\n');
});
