/** The models and where they run; null until the engine has said. */
import type { EncodersInfo } from '@contract';
import { useEffect, useState } from 'react';
import { ask, engine } from '../state/engine.ts';

export function useEncoders(): EncodersInfo | null {
  const [info, setInfo] = useState<EncodersInfo | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    ask('encoders.info', {}, { signal: controller.signal }).then(setInfo, () => undefined);
    const stop = engine().on('encoders.changed', setInfo);
    return () => {
      controller.abort();
      stop();
    };
  }, []);
  return info;
}
