/** What the command line asks for. Chromium's own switches stand between ours, so what is unknown is passed over. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const startOptionsSchema = z.object({
  home: z.string().optional(),
  library: z.string().optional(),
  models: z.string().optional(),
  sample: z.boolean(),
  /** The app's own dialogs instead of the system's, for screens that are far away. */
  ownDialogs: z.boolean(),
  /** Files, folders and links to open. */
  openings: z.array(z.string()),
});
export type StartOptions = z.infer<typeof startOptionsSchema>;

/**
 * @param args what follows the program; relative paths are those of `cwd`
 * @param appDir folder of the project, which stands among the arguments when the app is not packed
 */
export function readStartOptions(args: readonly string[], cwd: string, appDir?: string): StartOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      home: { type: 'string' },
      library: { type: 'string' },
      models: { type: 'string' },
      'no-sample': { type: 'boolean' },
      'own-dialogs': { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  const folder = (value: string | boolean | undefined): string | undefined =>
    typeof value === 'string' && value !== '' ? path.resolve(cwd, value) : undefined;
  const isLink = (text: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(text) && !/^[a-z]:[\\/]/i.test(text);
  return {
    home: folder(values.home),
    library: folder(values.library),
    models: folder(values.models),
    sample: values['no-sample'] !== true,
    ownDialogs: values['own-dialogs'] === true,
    openings: positionals
      .map((text) => (isLink(text) ? text : path.resolve(cwd, text)))
      .filter((opening) => opening !== appDir),
  };
}

/** Handed from a second start of the app to the first: the system rearranges command lines on the way. */
export const secondStartSchema = z.object({ args: z.array(z.string()), cwd: z.string() });
