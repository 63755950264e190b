/** A clock for words such as "3 minutes ago", so that they do not stand still: one timer for all that show any. */
import { useEffect } from 'react';
import { create } from 'zustand';

const everyMs = 5000;

const useClock = create<{ now: number }>(() => ({ now: Date.now() }));
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const tick = (): void => useClock.setState({ now: Date.now() });

/** Draws the component anew every few seconds. @returns the time [ms since 1970] */
export function useNow(): number {
  useEffect(() => {
    if (watchers++ === 0) {
      tick();
      timer = setInterval(tick, everyMs);
    }
    return () => {
      if (--watchers === 0) clearInterval(timer);
    };
  }, []);
  return useClock(({ now }) => now);
}
