/** Where the model in use runs and how fast, in one line that leads to the figures. */
import { IconBolt } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import classes from './models.module.css';
import { placeTitle, useSpeed } from './words.ts';

export function RunsOn() {
  const { t } = useTranslation();
  const rate = useSpeed();
  const info = useAnswer('encoders.info', {}).data;
  if (info === undefined) return null;
  const speed = info.calibration?.picturesPerSecond;
  return (
    <p className={classes.vectors} data-state={info.state === 'failed' ? 'failed' : 'plain'}>
      <IconBolt size={16} stroke={1.8} aria-hidden />
      <span>
        {info.provider === null
          ? t(`settings.modelStates.${info.state}`)
          : t('compute.runsOn', { provider: placeTitle(info.provider, info.sessions ?? 1) })}
        {speed === undefined ? '' : ` · ${t('compute.speed', { rate: rate(speed) })}`}{' '}
        <Link href="/settings/compute" className={classes.link}>
          {t('compute.show')}
        </Link>
      </span>
    </p>
  );
}
