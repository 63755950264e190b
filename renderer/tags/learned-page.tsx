/** What correcting tags was worth: how well each tag is told apart by its word alone, and by what was learned from how many products. */
import type { MethodResult, VocabularyGroup } from '@contract';
import { Select, Skeleton } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { isLearningTags, useActiveJob } from '../state/jobs.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { Page } from '../ui/page.tsx';
import classes from './learned.module.css';

type Learned = MethodResult<'tags.learned'>['tags'][number];

/** Sizes cannot be seen. */
const unseen = 'size';

export function LearnedPage({ vocabulary }: { vocabulary: readonly VocabularyGroup[] }) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = vocabulary.filter(({ group }) => group !== unseen);
  const group = chosen ?? groups[0]?.group ?? null;
  const { data: learned } = useAnswer('tags.learned', group === null ? null : { group });
  const job = useActiveJob(isLearningTags);
  return (
    <Page
      title={t('tags.learnedTitle')}
      lead={t('tags.learnedLead')}
      actions={
        group === null ? null : (
          <Select
            w={190}
            aria-label={t('tags.group')}
            allowDeselect={false}
            data={groups.map((member) => ({ value: member.group, label: groupName(member.group) }))}
            value={group}
            onChange={setChosen}
          />
        )
      }
    >
      {job === undefined ? null : (
        <JobProgress job={job} title={t('tags.learning')} step={job.current === null ? '' : groupName(job.current)} />
      )}
      {group === null ? (
        <NothingLearned />
      ) : learned === undefined ? (
        <Skeleton mt={16} height={240} radius="lg" aria-label={t('common.loading')} />
      ) : (
        <LearnedTags tags={learned.tags} />
      )}
    </Page>
  );
}

function LearnedTags({ tags }: { tags: readonly Learned[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const told = tags.flatMap((tag) => (tag.auc === null ? [] : [{ ...tag, auc: tag.auc, gain: gainOf(tag) }]));
  const sorted = told.sort((a, b) => b.gain - a.gain || b.positives - a.positives);
  if (sorted.length === 0) {
    return <NothingLearned />;
  }
  const improved = sorted.filter(({ gain }) => gain >= worthTelling).length;
  const few = tags.length - sorted.length;
  return (
    <div className={classes.panel}>
      <p className={classes.summary} role="status">
        {t('tags.improved', { count: improved, number: format.number(improved) })}
        {few === 0 ? null : ` · ${t('tags.tooFewToLearn', { count: few, number: format.number(few) })}`}
      </p>
      <table className={classes.table} aria-label={t('tags.learnedTitle')}>
        <thead>
          <tr>
            <th scope="col">{t('tags.name')}</th>
            <th scope="col" className={classes.number}>
              {t('tags.labelsOf')}
            </th>
            <th scope="col" className={classes.number}>
              {t('tags.byYou')}
            </th>
            <th scope="col" className={classes.wide}>
              {t('tags.tellsApart')}
            </th>
            <th scope="col" className={classes.number}>
              {t('tags.gain')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((tag) => (
            <tr key={tag.tagId}>
              <th scope="row">{tag.name}</th>
              <td className={classes.number}>{format.number(tag.positives)}</td>
              <td className={classes.number} data-none={tag.decided === 0}>
                {format.number(tag.decided)}
              </td>
              <td>
                <Bar words={tag.wordsAuc} learned={tag.auc} />
              </td>
              <td className={classes.number} data-tone={toneOf(tag.gain)}>
                {signed(tag.gain, format.decimal)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NothingLearned() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconSchool size={30} stroke={1.5} />} title={t('tags.learnedEmpty')}>
      {t('tags.learnedEmptyText')}
    </EmptyState>
  );
}

/** Both figures on a scale from guessing to always right. */
function Bar({ words, learned }: { words: number | null; learned: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = (auc: number): string => `${Math.max(0, Math.min(1, (auc - 0.5) * 2)) * 100}%`;
  const title = words === null ? '' : t('tags.fromWords', { value: format.percent(words) });
  return (
    <span className={classes.bar} title={title}>
      <span className={classes.track} aria-hidden>
        <span style={{ width: place(learned) }} />
        {words === null ? null : <i style={{ left: place(words) }} />}
      </span>
      <strong>{format.estimate(learned)}</strong>
      <small>{title}</small>
    </span>
  );
}

/** Half a point either way is nothing. */
const worthTelling = 0.005;

function gainOf({ auc, wordsAuc }: Learned): number {
  return (auc ?? 0) - (wordsAuc ?? auc ?? 0);
}

function toneOf(gain: number): 'good' | 'bad' | undefined {
  return gain >= worthTelling ? 'good' : gain <= -worthTelling ? 'bad' : undefined;
}

function signed(gain: number, decimal: (value: number, digits: number) => string): string {
  const points = Math.abs(gain * 100);
  if (points < worthTelling * 100) return '0';
  return `${gain > 0 ? '+' : '−'}${decimal(points, 1)}`;
}
