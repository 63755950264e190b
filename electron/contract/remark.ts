/**
 * What the engine finds to say without anything having failed. It words it in English, which is what the terminal shows; the rest is what the
 * UI needs to say the same in another language.
 */
import { z } from 'zod';

/** The figures and names of the case, by the names that the texts of the UI give them. */
export const remarkValuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type RemarkValues = z.infer<typeof remarkValuesSchema>;

/** `reasons`: all that it can be. */
export function remarkSchema<const T extends readonly string[]>(reasons: T) {
  return z.object({
    why: z.enum(reasons),
    values: remarkValuesSchema,
    message: z.string().describe('in English'),
  });
}
