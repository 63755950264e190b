/** How a method is declared: one zod shape for its params, one schema for its result. */
import { z } from 'zod';

export interface MethodSpec {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}

/** Declares a method; unknown params are refused, so that a misspelt option is an error and not silence. */
export function method<P extends z.ZodRawShape, R extends z.ZodType>(params: P, result: R) {
  return { params: z.strictObject(params), result };
}
