/** Work that a button starts: the button shows that it is under way, and a failure is told where every other one is. */
import { useState } from 'react';
import { notifyError } from '../state/notify.tsx';

export interface Busy {
  readonly busy: boolean;
  /** Never throws: what fails is shown, and `onFailure` may set right what is on screen. */
  run(work: () => Promise<void>, onFailure?: () => void): Promise<void>;
}

export function useBusy(): Busy {
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>, onFailure?: () => void): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notifyError(error);
      onFailure?.();
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
