/** The sample catalog of the first start: drawn once, below the application's own folder. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../contract/errors.ts';
import { projectDir } from './project.ts';

/**
 * Makes the sample in `dir` unless it is there; answers the path of its table, which is written last. It is drawn in a process of its
 * own, so that no native code runs in the host.
 */
export async function ensureSample(dir: string, log: (text: string) => void): Promise<string> {
  const table = path.join(dir, 'products.csv');
  if (existsSync(table)) return table;
  log('Drawing the sample catalog (once) ...');
  const generator = path.join(projectDir, 'assets', 'sample', 'generate.ts');
  await promisify(execFile)(process.execPath, [generator, dir]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('INTERNAL', `The sample catalog could not be drawn in ${dir}: ${reason}`, { cause: error });
  });
  return table;
}
