import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { jobRate } from './job-rate.ts';

const t = ((key: string, { rate }: { rate: string }) => `${key} ${rate}`) as unknown as TFunction;

it.each([
  [34.6, 'jobs.rate 35'],
  [1, 'jobs.rate 1'],
  [0.4, 'jobs.ratePerMinute 24'],
  [0.001, 'jobs.ratePerMinute 1'],
  [0, null],
  [null, null],
])('tells %d a second as %s', (ratePerSecond, told) => {
  expect(jobRate({ ratePerSecond }, t, createFormat('en'))).toBe(told);
});
