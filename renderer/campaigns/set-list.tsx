/** Where a set begins: the brief, briefs to try, and the sets that are kept. */
import type { CampaignSet } from '@contract';
import { Button, Skeleton, Textarea, UnstyledButton } from '@mantine/core';
import { IconSparkles, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { Failure } from '../ui/failure.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Photo } from '../ui/photo.tsx';
import { latestOperation, notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { startBoard, useBoard } from './board.ts';
import classes from './campaigns.module.css';

const examples = ['first', 'second', 'third'] as const;

export function SetList() {
  const { t } = useTranslation();
  const draft = useBoard(({ now, set, changed }) => now !== null && (set === null || changed));
  const draftOf = useBoard(({ set }) => set);
  const { data, error, refetch } = useAnswer('campaigns.sets', {});
  return (
    <Page
      title={t('nav.campaigns')}
      lead={t('campaigns.lead')}
      actions={
        draft ? (
          <Button variant="default" onClick={() => navigate(`/campaigns/${draftOf?.id ?? 'new'}`)}>
            {t('campaigns.backToBoard')}
          </Button>
        ) : null
      }
    >
      <BriefBox />
      {error !== null && data === undefined ? <Failure error={error} onAction={() => void refetch()} /> : null}
      {data === undefined ? (
        <Skeleton mt={32} height={120} radius="lg" role="status" aria-label={t('common.loading')} />
      ) : data.length === 0 ? null : (
        <Section title={t('campaigns.saved')}>
          <ul className={classes.sets}>
            {data.map((set) => (
              <SetCard key={set.id} set={set} />
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

function BriefBox() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { busy, run } = useBusy();
  const propose = (brief: string): Promise<void> =>
    run(async () => {
      if (brief.trim() === '') return;
      await startBoard(brief.trim());
      navigate('/campaigns/new');
    });
  return (
    <form
      className={classes.briefBox}
      onSubmit={(event) => {
        event.preventDefault();
        void propose(text);
      }}
    >
      <Textarea
        label={t('campaigns.brief')}
        description={t('campaigns.briefHint')}
        placeholder={t('campaigns.examples.first')}
        autosize
        minRows={2}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void propose(text);
        }}
      />
      <div className={classes.briefActions}>
        <Button type="submit" loading={busy} disabled={text.trim() === ''} leftSection={<IconSparkles size={16} />}>
          {t('campaigns.propose')}
        </Button>
      </div>
      <fieldset className={classes.examples} aria-label={t('campaigns.tryOne')}>
        <span className={classes.muted}>{t('campaigns.tryOne')}</span>
        {examples.map((name) => (
          <UnstyledButton
            key={name}
            className={classes.example}
            disabled={busy}
            onClick={() => {
              setText(t(`campaigns.examples.${name}`));
              void propose(t(`campaigns.examples.${name}`));
            }}
          >
            {t(`campaigns.examples.${name}`)}
          </UnstyledButton>
        ))}
      </fieldset>
    </form>
  );
}

function SetCard({ set }: { set: CampaignSet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const remove = async (): Promise<void> => {
    try {
      await command('campaigns.remove', { id: set.id });
      notifyUndoable(t('campaigns.removed'), await latestOperation());
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <li className={classes.set}>
      <Link className={classes.setLink} href={`/campaigns/${set.id}`}>
        <span className={classes.covers}>
          {set.covers.slice(0, 4).map((cover) => (
            <Photo key={cover} fit="tile" className={classes.cover} src={cover} alt="" />
          ))}
        </span>
        <span className={classes.setName}>{set.name}</span>
        <span className={classes.muted}>
          {t('campaigns.setLine', { count: set.products, version: set.version, when: format.ago(set.savedAt) })}
        </span>
        {set.attention === 0 ? null : (
          <span className={classes.attention}>{t('campaigns.attention', { count: set.attention })}</span>
        )}
      </Link>
      <IconButton
        className={classes.setRemove}
        label={t('campaigns.removeOf', { name: set.name })}
        onClick={() => void remove()}
      >
        <IconTrash size={16} />
      </IconButton>
    </li>
  );
}
