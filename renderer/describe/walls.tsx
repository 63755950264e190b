/** The proposed tags of one group on the left, and the wall of the one at hand. */
import type { DescribedGroup, VocabularyGroup } from '@contract';
import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { isLearningTags, useActiveJob } from '../state/jobs.ts';
import { Failure } from '../ui/failure.tsx';
import { isColourGroup, useGroupName } from '../ui/group-name.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import { swatchOf } from '../ui/swatches.ts';
import classes from './describe.module.css';
import { Wall } from './wall.tsx';

interface WallsProps {
  readonly group: string;
  readonly vocabulary: readonly VocabularyGroup[];
  onGroup(group: string): void;
  onMore(): void;
}

type Head = DescribedGroup['walls'][number];

export function Walls({ group, vocabulary, onGroup, onMore }: WallsProps) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  const [chosen, setChosen] = useState<number | null>(null);
  const { data, error } = useAnswer('describe.groups', { groups: [group] });
  const learning = useActiveJob(isLearningTags) !== undefined;
  if (error !== null && data === undefined) return <Failure error={error} onAction={() => outdate('describe.')} />;
  const described = data?.groups.find((own) => own.group === group);
  const walls = described?.walls ?? [];
  const current = walls.find(({ tagId }) => tagId === chosen) ?? walls.find(({ open }) => open > 0) ?? walls[0];
  const step = (by: number): void => {
    const at = walls.findIndex(({ tagId }) => tagId === current?.tagId);
    const next = walls[Math.min(walls.length - 1, Math.max(0, at + by))];
    if (next !== undefined) setChosen(next.tagId);
  };
  return (
    <div className={classes.desk}>
      <h1 className={classes.hidden}>{t('nav.describe')}</h1>
      <aside className={classes.side} aria-label={t('describe.tags')}>
        <div className={classes.sideHead}>
          <Select
            size="sm"
            aria-label={t('tags.group')}
            allowDeselect={false}
            data={vocabulary.map((own) => ({ value: own.group, label: groupName(own.group) }))}
            value={group}
            onChange={(value) => value !== null && onGroup(value)}
          />
          <Button size="sm" variant="default" leftSection={<IconPlus size={15} />} onClick={onMore}>
            {t('describe.more')}
          </Button>
        </div>
        {described === undefined ? null : <Progress group={described} learning={learning} />}
        <ul className={classes.heads}>
          {walls.map((wall) => (
            <li key={wall.tagId}>
              <WallHead
                wall={wall}
                group={group}
                most={Math.max(1, ...walls.map(({ open }) => open))}
                current={wall.tagId === current?.tagId}
                onChoose={() => setChosen(wall.tagId)}
              />
            </li>
          ))}
        </ul>
      </aside>
      {current === undefined ? null : (
        <Wall key={current.tagId} head={current} group={group} vocabulary={vocabulary} onStep={step} />
      )}
    </div>
  );
}

function Progress({ group, learning }: { group: DescribedGroup; learning: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { settled, products } = group;
  return (
    <div className={classes.progress} role="status">
      <ShareBar share={products === 0 ? 0 : settled / products} width={220} />
      <span>
        {t('describe.settled', { settled: format.number(settled), products: format.number(products) })}
        {learning ? ` · ${t('describe.learning')}` : ''}
      </span>
    </div>
  );
}

interface WallHeadProps {
  readonly wall: Head;
  readonly group: string;
  readonly most: number;
  readonly current: boolean;
  onChoose(): void;
}

function WallHead({ wall, group, most, current, onChoose }: WallHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const swatch = isColourGroup(group) ? swatchOf(wall.name) : null;
  const { open, sure, confirmed, name } = wall;
  return (
    <button type="button" className={classes.head} aria-current={current} onClick={onChoose}>
      <span className={classes.headName}>
        {swatch === null ? null : <span className={classes.swatch} style={{ backgroundColor: swatch }} />}
        {name}
      </span>
      <span className={classes.headCount} data-none={open === 0}>
        {open === 0 ? '–' : format.number(open)}
      </span>
      <span className={classes.bar} aria-hidden>
        <span className={classes.barSure} style={{ width: `${(100 * sure) / most}%` }} />
        <span className={classes.barUnsure} style={{ width: `${(100 * (open - sure)) / most}%` }} />
      </span>
      <span className={classes.headConfirmed} data-none={confirmed === 0}>
        <span aria-hidden>✓ {format.number(confirmed)}</span>
        <span className={classes.hidden}>{t('describe.confirmedCount', { count: confirmed })}</span>
      </span>
    </button>
  );
}
