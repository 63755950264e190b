/** Where the model in use runs, how fast, and why there: the figures of every processor that was tried. */
import type { Calibration, EncodersInfo, ProviderTrial } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useModels } from '../state/models.ts';
import { Figure, Figures } from '../ui/figures.tsx';
import { Page, Section } from '../ui/page.tsx';
import classes from './compute.module.css';
import { GpuHelp } from './gpu-help.tsx';
import shared from './models.module.css';
import { ProviderReasonText } from './provider-reason.tsx';
import { TaskProgress } from './task-card.tsx';
import { useMeasure } from './use-measure.ts';
import { placeTitle, useSpeed } from './words.ts';

export function ComputePage() {
  const { t } = useTranslation();
  const info = useAnswer('encoders.info', {}).data;
  const task = useModels((state) =>
    state.tasks.find(({ kind, state: at }) => kind === 'calibrate' && at === 'running'),
  );
  const measuring = task !== undefined;
  const { busy, measure } = useMeasure();
  const calibration = info?.calibration ?? null;
  return (
    <Page
      title={t('compute.title')}
      lead={t('compute.lead')}
      actions={
        <Button
          leftSection={<IconGauge size={17} />}
          disabled={info === undefined || measuring}
          loading={busy && !measuring}
          onClick={() => void measure()}
        >
          {t(calibration === null ? 'compute.measure' : 'compute.measureAgain')}
        </Button>
      }
    >
      {info === undefined ? (
        <Skeleton height={110} radius="lg" role="status" aria-label={t('common.loading')} />
      ) : (
        <InUse info={info} />
      )}
      {task === undefined ? null : (
        <div className={`${shared.panel} ${classes.measuring}`}>
          <p className={shared.panelTitle}>{t('models.taskTitles.calibrate', { name: task.title })}</p>
          <TaskProgress task={task} />
        </div>
      )}
      {calibration === null ? (
        info === undefined || measuring ? null : (
          <div className={classes.measuring}>
            <p className={shared.note}>{t('compute.never')}</p>
          </div>
        )
      ) : (
        <Tried calibration={calibration} />
      )}
      {info === undefined ? null : (
        <Section title={t('compute.help.title')}>
          <GpuHelp />
        </Section>
      )}
    </Page>
  );
}

function InUse({ info }: { info: EncodersInfo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = useSpeed();
  const { calibration } = info;
  return (
    <div className={shared.panel}>
      <Figures>
        <Figure
          name={t('compute.provider')}
          value={info.provider === null ? '–' : placeTitle(info.provider, info.sessions ?? 1)}
        />
        <Figure name={t('compute.rate')} value={calibration === null ? '–' : rate(calibration.picturesPerSecond)} />
        <Figure name={t('compute.batch')} value={info.batchSize === null ? '–' : format.number(info.batchSize)} />
        <Figure name={t('compute.threads')} value={format.number(info.threads)} />
      </Figures>
      {info.state === 'failed' ? (
        <p className={`${shared.problem} ${classes.failure}`}>
          {info.failure === null ? t('settings.modelStates.failed') : errorText(info.failure)}
        </p>
      ) : null}
      {info.state !== 'failed' && info.reason !== null ? (
        <div className={classes.why}>
          <ProviderReasonText reason={info.reason} />
        </div>
      ) : null}
    </div>
  );
}

function Tried({ calibration }: { calibration: Calibration }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { machine } = calibration;
  const tried = t('compute.tried', {
    when: format.since(calibration.at),
    processor: machine.processor,
    count: machine.threads,
    threads: format.number(machine.threads),
    platform: machine.platform,
    runtime: machine.runtime,
  });
  return (
    <Section title={t('compute.figures')}>
      <div className={shared.panel}>
        <Bars calibration={calibration} />
        <Speeds calibration={calibration} />
        <p className={shared.note}>{tried}</p>
      </div>
    </Section>
  );
}

const placeOf = ({ provider, sessions }: ProviderTrial): string => placeTitle(provider, sessions);

function bestOf(trial: ProviderTrial): number | null {
  return trial.speeds.length === 0 ? null : Math.max(...trial.speeds.map(({ picturesPerSecond }) => picturesPerSecond));
}

/** One bar a trial, as long as its best speed; where there is none, the reason. */
function Bars({ calibration }: { calibration: Calibration }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = useSpeed();
  const most = Math.max(1e-9, ...calibration.trials.map((trial) => bestOf(trial) ?? 0));
  return (
    <ul className={classes.bars} aria-label={t('compute.figures')}>
      {calibration.trials.map((trial) => {
        const best = bestOf(trial);
        return (
          <li key={placeOf(trial)} data-state={trial.state} aria-label={placeOf(trial)}>
            <span className={classes.barName}>
              <strong>{placeOf(trial)}</strong>
              <small>
                {trial.sessions > 1
                  ? t('compute.sideBySide', { number: format.number(trial.sessions) })
                  : t(`compute.providers.${trial.provider}`)}
              </small>
            </span>
            <div className={classes.barBody}>
              {best === null ? null : (
                <span className={classes.barTrack} aria-hidden>
                  <span style={{ width: `${(best / most) * 100}%` }} />
                </span>
              )}
              {trial.reason === null ? null : (
                <ProviderReasonText reason={trial.reason} prefix={t('compute.refused')} />
              )}
            </div>
            <span className={classes.barValue}>{best === null ? '–' : t('compute.speed', { rate: rate(best) })}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Every figure: trials down, batch sizes across. */
function Speeds({ calibration }: { calibration: Calibration }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = useSpeed();
  const ran = calibration.trials.filter((trial) => trial.speeds.length > 0);
  const sizes = [...new Set(ran.flatMap(({ speeds }) => speeds.map(({ batchSize }) => batchSize)))].sort(
    (a, b) => a - b,
  );
  if (ran.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.tableFrame} tabIndex={0} aria-label={t('compute.table')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('compute.perSecond')}</th>
            {sizes.map((size) => (
              <th scope="col" key={size} className={classes.number}>
                {t('compute.batchOf', { count: size })}
              </th>
            ))}
            <th scope="col" className={classes.number}>
              {t('compute.agreement')}
            </th>
            <th scope="col" className={classes.number}>
              {t('compute.load')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ran.map((trial) => (
            <tr key={placeOf(trial)} data-chosen={trial.state === 'chosen'}>
              <th scope="row">{placeOf(trial)}</th>
              {sizes.map((size) => {
                const speed = trial.speeds.find(({ batchSize }) => batchSize === size)?.picturesPerSecond;
                const chosen = trial.state === 'chosen' && size === calibration.batchSize;
                return (
                  <td key={size} className={classes.number} data-chosen={chosen}>
                    {speed === undefined ? '–' : rate(speed)}
                  </td>
                );
              })}
              <td className={classes.number}>{trial.agreement === null ? '–' : format.decimal(trial.agreement, 6)}</td>
              <td className={classes.number}>
                {trial.loadMs === null
                  ? '–'
                  : t('compute.milliseconds', { number: format.number(Math.round(trial.loadMs)) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
