/** The board: the brief above, its products below, and what can be done with both. */
import { Button, Select } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconDeviceFloppy,
  IconDownload,
  IconPlus,
  IconRefresh,
  IconStack2,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { AddDialog } from './add-dialog.tsx';
import { type BoardPlace, fillUp, openSet, proposeAnew, replaceLost, undoStep, useBoard } from './board.ts';
import { BoardGrid } from './board-grid.tsx';
import { BriefFields } from './brief-fields.tsx';
import classes from './campaigns.module.css';
import { GiveDialog } from './give-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useLimitNames } from './words.ts';

export function BoardView() {
  const { t } = useTranslation();
  const { now, past, set, changed, busy } = useBoard();
  const { run } = useBusy();
  const [dialog, setDialog] = useState<'add' | 'save' | 'give' | null>(null);
  if (now === null) return null;
  const { places, brief } = now;
  const missing = brief.count - places.length;
  const close = (): void => setDialog(null);
  return (
    <Page
      wide
      title={set?.name ?? t('campaigns.newSet')}
      lead={brief.text === '' ? undefined : brief.text}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            disabled={places.every(({ item }) => item === null)}
            onClick={() => setDialog('give')}
          >
            {t('campaigns.export')}
          </Button>
          <Button
            leftSection={<IconDeviceFloppy size={16} />}
            disabled={places.every(({ item }) => item === null) || (set !== null && !changed)}
            onClick={() => setDialog('save')}
          >
            {t('campaigns.save')}
          </Button>
        </>
      }
    >
      <div className={classes.tools}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={15} />}
          onClick={() => navigate('/campaigns')}
        >
          {t('campaigns.allSets')}
        </Button>
        <Versions />
        <span className={classes.grow} />
        <IconButton label={t('campaigns.undo')} disabled={past.length === 0} onClick={undoStep}>
          <IconArrowBackUp size={18} />
        </IconButton>
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => setDialog('add')}>
          {t('campaigns.add')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={15} />}
          disabled={busy}
          title={t('campaigns.anewHint')}
          onClick={() => void run(proposeAnew)}
        >
          {t('campaigns.anew')}
        </Button>
        <Button
          size="xs"
          variant={missing > 0 ? 'light' : 'default'}
          leftSection={<IconStack2 size={15} />}
          disabled={busy || missing <= 0}
          title={t('campaigns.fillHint')}
          onClick={() => void run(fillUp)}
        >
          {t('campaigns.fill')}
        </Button>
      </div>
      <BriefFields brief={brief} />
      <Remarks />
      <BoardGrid places={places} busy={busy} />
      <AddDialog opened={dialog === 'add'} onClose={close} />
      <SaveDialog opened={dialog === 'save'} onClose={close} />
      <GiveDialog opened={dialog === 'give'} onClose={close} name={set?.name ?? brief.words.slice(0, 100)} />
    </Page>
  );
}

/** What could not be applied, why there are too few, and what became of products since the set was saved. */
function Remarks() {
  const { t } = useTranslation();
  const names = useLimitNames();
  const { run } = useBusy();
  const now = useBoard((state) => state.now);
  const set = useBoard((state) => state.set);
  const format = useFormat();
  if (now === null) return null;
  const { unapplied, short, places, brief, fitting } = now;
  const lost = places.filter(({ state }) => state !== 'here');
  const replaceable = lost.filter(({ locked }) => !locked);
  const missing = brief.count - places.length;
  return (
    <div aria-live="polite">
      {set === null || set.shown === set.version ? null : (
        <Notice>{t('campaigns.olderVersion', { shown: set.shown, latest: set.version, next: set.version + 1 })}</Notice>
      )}
      {unapplied.length === 0 ? null : <Notice>{t('campaigns.unapplied', { limits: names(unapplied) })}</Notice>}
      {lost.length === 0 ? null : (
        <div className={classes.lost}>
          <Notice>
            {t('campaigns.lost', { count: lost.length })} {lost.map((place) => lostText(place)).join(' · ')}
          </Notice>
          {replaceable.length === 0 ? null : (
            <Button size="xs" variant="light" onClick={() => void run(replaceLost)}>
              {t('campaigns.replaceLost', { count: replaceable.length })}
            </Button>
          )}
        </div>
      )}
      {missing <= 0 || fitting === null ? null : (
        <Notice>
          {t('campaigns.short', { count: places.length, asked: brief.count })}{' '}
          {short.length === 0
            ? t('campaigns.shortAll')
            : short
                .map(({ limit, more }) => t('campaigns.shortWithout', { limit: names([limit]), count: more }))
                .join(' ')}
        </Notice>
      )}
    </div>
  );

  function lostText({ title, state, was, item, locked }: BoardPlace): string {
    const prices = {
      was: was === null ? '' : format.price(was, item?.price?.currency ?? null),
      now: item?.price == null ? '' : format.priceRange(item.price),
    };
    const what = state === 'here' ? '' : t(`campaigns.states.${state}`, prices);
    return `${title}: ${what}${locked ? ` (${t('campaigns.lockedStays')})` : ''}`;
  }
}

function Versions() {
  const { t } = useTranslation();
  const format = useFormat();
  const set = useBoard((state) => state.set);
  const { run } = useBusy();
  if (set === null || set.versions.length < 2) return null;
  return (
    <Select
      size="xs"
      w={230}
      aria-label={t('campaigns.version')}
      allowDeselect={false}
      value={String(set.shown)}
      data={set.versions.map(({ version, savedAt }) => ({
        value: String(version),
        label: t('campaigns.versionOf', { version, when: format.date(savedAt) }),
      }))}
      onChange={(value) => void run(() => openSet(set.id, Number(value)))}
    />
  );
}
