/** Which words a catalog begins with: those that its photos seem to show are ticked, and any can be left out. */
import type { StarterGroup } from '@contract';
import { Button, Checkbox, Chip, Loader } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { currentLanguage } from '../i18n/index.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { isColourGroup, useGroupName } from '../ui/group-name.ts';
import { Page } from '../ui/page.tsx';
import { swatchOf } from '../ui/swatches.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './describe.module.css';

interface StarterWordsProps {
  /** There are no words at all yet. */
  readonly first: boolean;
  /** Told of the first group that words were taken up for; nothing when none were. */
  onDone(group?: string): void;
}

type Word = StarterGroup['tags'][number];

export function StarterWords({ first, onDone }: StarterWordsProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const language = currentLanguage() === 'zh-CN' ? 'zh' : 'en';
  const { data, error } = useAnswer('describe.starter', { language });
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { busy, run } = useBusy();
  if (error !== null && data === undefined) return <Failure error={error} onAction={() => outdate('describe.')} />;
  if (data?.products === 0) {
    return (
      <EmptyState
        icon={<IconPhotoPlus size={28} stroke={1.6} />}
        title={t('describe.noPhotos')}
        actions={<Button onClick={() => navigate('/library/import')}>{t('library.add')}</Button>}
      >
        {t('describe.noPhotosText')}
      </EmptyState>
    );
  }
  const keyOf = (group: string, { name }: Word): string => `${group}/${name}`;
  const isOn = (group: string, word: Word): boolean => changed.get(keyOf(group, word)) ?? word.wanted;
  const set = (group: string, words: readonly Word[], on: boolean): void => {
    setChanged(new Map([...changed, ...words.map((word) => [keyOf(group, word), on] as const)]));
  };
  const groups = (data?.groups ?? []).map((own) => ({ ...own, tags: own.tags.filter(({ known }) => !known) }));
  const chosen = groups.flatMap(({ group, tags }) => {
    const own = tags.filter((word) => isOn(group, word));
    return own.length === 0 ? [] : [{ group, tags: own.map(({ name, synonyms }) => ({ name, synonyms })) }];
  });
  const count = chosen.reduce((sum, { tags }) => sum + tags.length, 0);
  const begin = (): Promise<void> =>
    run(async () => {
      const { operation, tags } = await command('describe.begin', { groups: chosen, by: judgeName() });
      notifyUndoable(t('describe.began', { count: tags }), operation);
      onDone(chosen[0]?.group);
    });
  return (
    <Page
      title={t(first ? 'describe.title' : 'describe.moreWords')}
      lead={t('describe.starterLead')}
      actions={
        <>
          {first ? null : (
            <Button variant="default" onClick={() => onDone()}>
              {t('common.cancel')}
            </Button>
          )}
          <Button loading={busy} disabled={count === 0} onClick={() => void begin()}>
            {t('describe.begin', { count })}
          </Button>
        </>
      }
    >
      {data === undefined ? (
        <p className={classes.waiting} role="status">
          <Loader size="sm" aria-hidden /> {t('describe.looking')}
        </p>
      ) : (
        <>
          {first ? <Untagged untagged={data.untagged} products={data.products} /> : null}
          {groups.map((own) =>
            own.tags.length === 0 ? null : (
              <Group key={own.group} group={own} isOn={isOn} onSet={(words, on) => set(own.group, words, on)} />
            ),
          )}
        </>
      )}
    </Page>
  );
}

function Untagged({ untagged, products }: { untagged: number; products: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={classes.untagged}>
      {t('describe.untagged', { count: untagged, number: format.number(untagged), products: format.number(products) })}
    </p>
  );
}

interface GroupProps {
  readonly group: StarterGroup;
  isOn(group: string, word: Word): boolean;
  onSet(words: readonly Word[], on: boolean): void;
}

/** Words that hardly any photo shows wait behind a button. */
const shownAtFirst = 24;

function Group({ group: { group, tags }, isOn, onSet }: GroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const [all, setAll] = useState(false);
  const on = tags.filter((word) => isOn(group, word));
  const likely = tags.filter(({ wanted, products }, at) => wanted || (at < shownAtFirst && products > 0));
  const usual = likely.length === 0 ? tags : likely;
  const shown = all ? tags : usual;
  const name = groupName(group);
  return (
    <section className={classes.words} aria-label={name}>
      <Checkbox
        checked={on.length > 0}
        indeterminate={on.length > 0 && usual.some((word) => !isOn(group, word))}
        label={<strong>{name}</strong>}
        aria-label={name}
        onChange={() => (on.length > 0 ? onSet(on, false) : onSet(usual, true))}
      />
      <div className={classes.chips}>
        {shown.map((word) => {
          const swatch = isColourGroup(group) ? swatchOf(word.name) : null;
          return (
            <Chip key={word.name} size="xs" checked={isOn(group, word)} onChange={(own) => onSet([word], own)}>
              {swatch === null ? null : <span className={classes.swatch} style={{ backgroundColor: swatch }} />}
              {word.name}
              {word.products === 0 ? null : <span className={classes.chipCount}>{format.number(word.products)}</span>}
            </Chip>
          );
        })}
        {shown.length === tags.length ? null : (
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            {t('describe.allWords', { count: tags.length - shown.length })}
          </Button>
        )}
      </div>
    </section>
  );
}
