/** Whose grades and corrections these are: a name kept in the browser's storage, written beside each of them in the library. */
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export const defaultJudge = 'me';

interface JudgeStore {
  readonly judge: string;
}

export const useJudge = create<JudgeStore>()(
  persist(() => ({ judge: defaultJudge }), {
    name: 'lookalike.judge',
    storage: createJSONStorage(() => window.localStorage),
  }),
);

/** An empty name is nobody's: it falls back to the usual one. */
export function setJudge(name: string): void {
  useJudge.setState({ judge: name.trim().slice(0, 80) || defaultJudge });
}

export function judgeName(): string {
  return useJudge.getState().judge;
}
