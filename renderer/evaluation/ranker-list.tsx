/** Every ranker there has been, what it weighs, and the way back to it. */
import type { RankerInfo } from '@contract';
import { Badge, Button, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { ComponentBar, ComponentDot } from '../ui/component-bar.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { useBusy } from '../ui/use-busy.ts';
import { useRankerName } from './choices.tsx';
import shared from './evaluation.module.css';
import { usePValue } from './interval.tsx';
import classes from './ranker-list.module.css';

const components = ['picture', 'listing', 'words'] as const;
const shownPreferences = 6;

export function RankerList({ rankers }: { rankers: readonly RankerInfo[] | undefined }) {
  const { t } = useTranslation();
  if (rankers === undefined) return <Skeleton height={74} radius="lg" aria-label={t('common.loading')} />;
  return (
    <ul className={shared.rankers}>
      {rankers.map((ranker) => (
        <Ranker key={ranker.name} ranker={ranker} />
      ))}
    </ul>
  );
}

function Ranker({ ranker }: { ranker: RankerInfo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const rankerName = useRankerName();
  const pValue = usePValue();
  const name = rankerName(ranker.name);
  const { busy, run } = useBusy();
  const activate = async (): Promise<void> => {
    await run(async () => {
      await command('evaluation.useRanker', { name: ranker.name });
      notifyDone(t('learning.nowUsed', { name }), t('learning.nowUsedText'));
    });
  };
  const total = components.reduce((sum, component) => sum + Math.max(0, ranker.weights[component]), 0);
  return (
    <li className={shared.ranker} aria-label={name}>
      <div className={classes.rankerNames}>
        <span className={classes.rankerName}>
          {name}
          {ranker.active ? (
            <Badge size="sm" variant="light" color="teal" className={classes.badge ?? ''}>
              {t('learning.inUse')}
            </Badge>
          ) : null}
        </span>
        <span className={shared.pastFacts}>
          {ranker.createdAt === null ? t('learning.handSet') : format.date(ranker.createdAt)}
          {ranker.heldOut === null
            ? ''
            : ` · ${t('learning.wonBy', {
                from: format.decimal(ranker.heldOut.current, 3),
                to: format.decimal(ranker.heldOut.candidate, 3),
                p: pValue(ranker.heldOut.pValue),
              })}`}
        </span>
      </div>
      <div className={classes.weights}>
        <ComponentBar
          parts={components.map((name) => ({
            name,
            share: Math.max(0, ranker.weights[name]) / Math.max(1e-9, total),
          }))}
        />
        <ul className={classes.weightNames}>
          {components.map((component) => (
            <li key={component}>
              <ComponentDot name={component} />
              {t(`why.component.${component}`)} <strong>{format.decimal(ranker.weights[component], 2)}</strong>
            </li>
          ))}
          {ranker.tagMatch === 0 ? null : (
            <li>
              {t('learning.tagMatch')} <strong>{signed(format.decimal(ranker.tagMatch, 2))}</strong>
            </li>
          )}
        </ul>
        {ranker.preferences.length === 0 ? null : (
          <ul className={classes.preferences} aria-label={t('learning.preferences')}>
            {ranker.preferences.slice(0, shownPreferences).map((preference) => (
              <li key={`${preference.group}/${preference.name}`} data-sign={preference.logOdds < 0 ? 'minus' : 'plus'}>
                {groupName(preference.group)} {preference.name} {signed(format.decimal(preference.logOdds, 2))}
              </li>
            ))}
          </ul>
        )}
      </div>
      {ranker.active ? null : (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          disabled={!ranker.usable}
          title={ranker.usable ? undefined : t('learning.otherModel')}
          aria-label={t('learning.useNamed', { name })}
          onClick={() => void activate()}
        >
          {t('learning.use')}
        </Button>
      )}
    </li>
  );
}

function signed(value: string): string {
  return /^[-−]/.test(value) ? value : `+${value}`;
}
