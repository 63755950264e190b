/** Says when the engine is not there, why, and what can be done. Short absences go unmentioned. */
import { Button, Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { particulars } from '../i18n/error-text.ts';
import { platform } from '../platform/index.ts';
import { useEngine } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import classes from './shell.module.css';

const patience = 900;

/** An engine that crashed is back long before: who is away this long was stopped [ms]. */
const longPatience = 10_000;

export function EngineBanner() {
  const { t } = useTranslation();
  const engine = useEngine((state) => state.engine);
  const lost = useEngine((state) => state.connection === 'lost');
  const failed = engine?.state === 'failed' || engine?.state === 'stopped';
  const restarting = engine?.state === 'restarting';
  const silent = engine?.answering === false;
  const waiting = useLasting(lost || restarting, patience);
  const gone = useLasting(lost && !restarting, longPatience);
  if (failed || silent) {
    return (
      <div className={classes.banner} data-tone={failed ? 'failed' : undefined} role="alert">
        <IconPlugConnectedX size={18} aria-hidden />
        <span className={classes.bannerText}>
          <strong>{t(failed ? 'engine.failed' : 'engine.silent')}</strong>{' '}
          {failed ? particulars(engine.reason ?? '') : t('engine.silentAdvice')}
        </span>
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          onClick={() => void platform().restartEngine().catch(notifyError)}
        >
          {t('engine.again')}
        </Button>
      </div>
    );
  }
  if (!waiting) return null;
  return (
    <div className={classes.banner} role="status">
      <Loader size={14} color="currentColor" aria-hidden />
      <span className={classes.bannerText}>
        {restarting ? t('engine.restarting') : t(gone ? 'engine.gone' : 'engine.lost')}{' '}
        {restarting ? particulars(engine.reason ?? '') : ''}
      </span>
    </div>
  );
}

/** True once `value` has been true for `milliseconds` on end. */
function useLasting(value: boolean, milliseconds: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!value) {
      setLasting(false);
      return undefined;
    }
    const timer = setTimeout(() => setLasting(true), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return lasting;
}
