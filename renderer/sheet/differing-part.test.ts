import { expect, it } from 'vitest';
import { differingPart } from './differing-part.ts';

it('says what differs, with what stands around it', () => {
  expect(differingPart('a red shoe', 'a blue shoe')).toEqual({
    start: 'a ',
    before: 'red',
    after: 'blue',
    end: ' shoe',
  });
  expect(differingPart('-', '--')).toEqual({ start: '-', before: '', after: '-', end: '' });
  // Words whole, where a script has any.
  expect(differingPart('a cotton cap', 'a linen cap')).toMatchObject({ before: 'cotton', after: 'linen' });
  expect(differingPart('红色棉布鞋', '红色麻布鞋')).toMatchObject({ start: '红色', before: '棉', after: '麻' });
  expect(differingPart('', 'new')).toEqual({ start: '', before: '', after: 'new', end: '' });
  expect(differingPart('👍🏽 x', '👍🏽 y').before).toBe('x');
  const long = '- '.repeat(50);
  expect(differingPart(`${long}1${long}`, `${long}2${long}`)).toEqual({
    start: `…${'- '.repeat(20)}`,
    before: '1',
    after: '2',
    end: `${'- '.repeat(20)}…`,
  });
});
