/** Settings of the program around the window, where it has any. */
import type { HostSettings, HostSettingsState } from '@contract';
import { useEffect, useState } from 'react';
import { platform } from '../platform/index.ts';
import { notifyError } from '../state/notify.tsx';

export function useHostSettings() {
  const [state, setState] = useState<HostSettingsState | null>(null);
  useEffect(() => {
    platform().settings?.read().then(setState, notifyError);
  }, []);
  const change = (settings: HostSettings): void => {
    platform().settings?.change(settings).then(setState, notifyError);
  };
  return { state, change };
}
