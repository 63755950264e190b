/** What a call may ask for has an end: a list without one is work without one. */
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { methods } from './contract.ts';
import { filtersSchema } from './search.ts';

interface Definition {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
}

const known = new Set([
  'string',
  'number',
  'boolean',
  'enum',
  'literal',
  'object',
  'array',
  'record',
  'union',
  'tuple',
]);
const around = new Set(['optional', 'nullable', 'default', 'pipe']);

/** The places of a schema at which a caller decides how much there is, without a limit. */
function endless(schema: z.ZodType, at: string): string[] {
  const def = schema._zod.def as unknown as Definition;
  const checks = def.checks?.map(({ _zod }) => _zod.def.check) ?? [];
  const own =
    (def.type === 'array' && !checks.includes('max_length')) ||
    (def.type === 'record' && checks.length === 0) ||
    !(known.has(def.type) || around.has(def.type));
  const inner: [string, z.ZodType | undefined][] = [
    ...Object.entries(def.shape ?? {}),
    ['', def.innerType],
    ['', def.in],
    ['[]', def.element],
    ['{}', def.valueType],
    ...(def.options ?? []).map((option, i): [string, z.ZodType] => [`|${i}`, option]),
    ...(def.items ?? []).map((item, i): [string, z.ZodType] => [`(${i})`, item]),
  ];
  const below = inner.flatMap(([name, one]) => (one === undefined ? [] : endless(one, `${at}.${name}`)));
  return own ? [`${at} (${def.type})`, ...below] : below;
}

test('no call takes a list without an end', () => {
  expect(Object.entries(methods).flatMap(([name, { params }]) => endless(params, name))).toEqual([]);
});

test('a filter has an end in groups and in names', () => {
  const groups = (count: number, names: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`group ${i}`, Array(names).fill('red')]));
  expect(filtersSchema.safeParse({ tags: groups(100, 20) }).success).toBe(true);
  expect(filtersSchema.safeParse({ tags: groups(101, 1) }).success).toBe(false);
  expect(filtersSchema.safeParse({ tags: groups(2, 1001) }).success).toBe(false);
});
