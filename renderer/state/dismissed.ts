/** What a person put away for good, such as the tour or a hint: kept beside the libraries, for all of them. */
import { outdate, useAnswer } from './answers.ts';
import { command } from './engine.ts';
import { notifyError } from './notify.tsx';

/** undefined until the engine has said. */
export function useDismissed(): readonly string[] | undefined {
  return useAnswer('library.dismissed', {}).data;
}

export async function dismiss(what: string): Promise<void> {
  try {
    await command('library.dismiss', { what });
    outdate('library.dismissed');
  } catch (error) {
    notifyError(error);
  }
}
