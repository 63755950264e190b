/** One proposed tag: its photos, most certain first, with a line where it becomes unsure, and what to say about them. */
import type { DescribedGroup, VocabularyGroup, WallItem, WallPart } from '@contract';
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { IconCircleCheck, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { useActions } from '../ui/actions.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { TagPicker } from '../ui/tag-picker.tsx';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { wallActions } from './actions.ts';
import { confirmAll, move, reject, takeBack } from './decide.ts';
import classes from './describe.module.css';
import { PhotoWall } from './photo-wall.tsx';

interface WallProps {
  readonly head: DescribedGroup['walls'][number];
  readonly group: string;
  readonly vocabulary: readonly VocabularyGroup[];
  /** To the next wall, or to the one before. */
  onStep(by: number): void;
}

/** The most that the engine gives at once; what is decided makes room for the next. */
const shown = 240;
const none: ReadonlySet<number> = new Set();

export function Wall({ head, group, vocabulary, onStep }: WallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [part, setPart] = useState<WallPart>('open');
  const [picked, setPicked] = useState(none);
  const [moving, setMoving] = useState(false);
  const [renaming, setRenaming] = useState(false);
  /** Decided just now: off the wall before the engine has said what is left. */
  const [gone, setGone] = useState<{ readonly ids: ReadonlySet<number>; readonly at: number }>({ ids: none, at: 0 });
  const { busy, run } = useBusy();
  const { tagId, name } = head;
  const { data: wall, dataUpdatedAt } = useAnswer('describe.wall', { tagId, part, limit: shown });
  const away = dataUpdatedAt > gone.at ? none : gone.ids;
  const items = (wall?.items ?? []).filter(({ product }) => !away.has(product.id));
  const here = new Set(items.map(({ product }) => product.id));
  const chosen = [...picked].filter((id) => here.has(id));
  const sure = (wall?.ids ?? []).slice(0, wall?.sure ?? 0).filter((id) => !away.has(id));
  const tag = { group, name };
  const say = (
    ids: readonly number[],
    work: () => Promise<Parameters<typeof notifyUndoable>[1]>,
    said: string,
  ): void => {
    if (ids.length === 0 || busy) return;
    setGone({ ids: new Set([...away, ...ids]), at: Date.now() + 60_000 });
    setPicked(none);
    const settle = (): void => setGone(({ ids: before }) => ({ ids: before, at: Date.now() }));
    void run(
      async () => {
        const operation = await work();
        settle();
        outdate('describe.');
        notifyUndoable(said, operation, () => outdate('describe.'), name);
      },
      () => setGone({ ids: none, at: 0 }),
    );
  };
  const confirmed = part === 'open' && chosen.length === 0 ? sure : chosen;
  const count = (ids: readonly number[]) => ({ count: ids.length, number: format.number(ids.length), name });
  const actions = useActions(wallActions, {
    open: part === 'open',
    picked: chosen.length,
    sure: sure.length,
    confirm: () => say(confirmed, () => confirmAll(confirmed, tag), t('describe.didConfirm', count(confirmed))),
    reject: () => say(chosen, () => reject(chosen, tag), t('describe.didReject', count(chosen))),
    takeBack: () => say(chosen, () => takeBack(chosen, tag), t('describe.didTakeBack', count(chosen))),
    move: () => setMoving(true),
    step: onStep,
    clear: () => setPicked(none),
  });
  return (
    <section className={classes.wall} aria-label={name}>
      <header className={classes.wallHead}>
        <div className={classes.wallNames}>
          <h2 className={classes.wallName}>
            {name}
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconPencil size={14} />}
              onClick={() => setRenaming(true)}
            >
              {t('describe.rename')}
            </Button>
          </h2>
          <p className={classes.precision}>
            <Precision head={wall ?? head} />
          </p>
        </div>
        <SegmentedControl
          size="xs"
          aria-label={t('describe.show')}
          value={part}
          onChange={(value) => {
            setPart(value as WallPart);
            setPicked(none);
          }}
          data={(['open', 'confirmed', 'rejected'] as const).map((value) => ({
            value,
            label: t(`describe.parts.${value}`),
          }))}
        />
      </header>
      {wall !== undefined && items.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={28} stroke={1.5} />} title={t(`describe.empty.${part}`, { name })} />
      ) : (
        <PhotoWall
          items={items}
          isWall={part === 'open'}
          label={name}
          picked={new Set(chosen)}
          onPick={setPicked}
          more={Math.max(0, (wall?.total ?? 0) - (wall?.items.length ?? 0))}
        />
      )}
      <div className={classes.answers} role="toolbar" aria-label={t('tags.answers')}>
        {part === 'open' ? (
          <>
            <KeyButton size="sm" action={actions.confirm} disabled={confirmed.length === 0} loading={busy}>
              {t(chosen.length === 0 ? 'describe.confirmSure' : 'describe.confirm', count(confirmed))}
            </KeyButton>
            <KeyButton size="sm" variant="default" action={actions.reject} disabled={chosen.length === 0}>
              {t('describe.reject', count(chosen))}
            </KeyButton>
            <KeyButton size="sm" variant="default" action={actions.move} disabled={chosen.length === 0}>
              {t('describe.move')}
            </KeyButton>
          </>
        ) : (
          <KeyButton size="sm" variant="default" action={actions.takeBack} disabled={chosen.length === 0}>
            {t('describe.takeBack', count(chosen))}
          </KeyButton>
        )}
        <span className={classes.hint} role="status">
          {chosen.length === 0 ? t('describe.sweepHint') : t('describe.picked', count(chosen))}
        </span>
      </div>
      <MoveDialog
        opened={moving}
        group={group}
        vocabulary={vocabulary}
        likely={likelyTargets(items, chosen)}
        onClose={() => setMoving(false)}
        onMove={(to) => {
          setMoving(false);
          if (to === name) return;
          const said = t('describe.didMove', { ...count(chosen), to });
          say(chosen, () => move(chosen, tag, { group, name: to }), said);
        }}
      />
      <RenameDialog opened={renaming} tagId={tagId} name={name} onClose={() => setRenaming(false)} />
    </section>
  );
}

function Precision({
  head: { open, sure, precision },
}: {
  head: Pick<WallProps['head'], 'open' | 'sure' | 'precision'>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looked, right, from, to } = precision;
  const proposed = t('describe.proposed', { count: open, number: format.number(open), sure: format.number(sure) });
  if (looked === 0) return `${proposed} · ${t('describe.noneLooked')}`;
  const range = { from: format.percent(from), to: format.percent(to) };
  return `${proposed} · ${t('describe.precision', { right: format.number(right), looked: format.number(looked), ...range })}`;
}

/** What most of the picked photos may be instead, likeliest first. */
function likelyTargets(items: readonly WallItem[], chosen: readonly number[]): string[] {
  const odds = new Map<string, number>();
  for (const { product, others } of items) {
    if (!chosen.includes(product.id)) continue;
    for (const { name, confidence } of others) odds.set(name, (odds.get(name) ?? 0) + confidence);
  }
  return [...odds]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([name]) => name);
}

interface MoveDialogProps {
  readonly opened: boolean;
  readonly group: string;
  readonly vocabulary: readonly VocabularyGroup[];
  readonly likely: readonly string[];
  onClose(): void;
  onMove(name: string): void;
}

function MoveDialog({ opened, group, vocabulary, likely, onClose, onMove }: MoveDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('describe.moveTitle')}
      size={420}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.targets}>
        {likely.map((name) => (
          <Button key={name} size="xs" variant="light" onClick={() => onMove(name)}>
            {name}
          </Button>
        ))}
      </div>
      <TagPicker
        label={t('describe.moveTo')}
        vocabulary={vocabulary}
        group={group}
        creatable
        autoFocus
        onPick={({ name }) => onMove(name)}
        onCancel={onClose}
      />
    </Modal>
  );
}

interface RenameDialogProps {
  readonly opened: boolean;
  readonly tagId: number;
  readonly name: string;
  onClose(): void;
}

function RenameDialog({ opened, tagId, name, onClose }: RenameDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const { busy, run } = useBusy();
  const wanted = text.trim();
  const rename = (): Promise<void> =>
    run(async () => {
      const { operation } = await command('tags.edit', { tagId, name: wanted, by: judgeName() });
      notifyUndoable(t('describe.renamed', { name: wanted }), operation);
      outdate('describe.', 'tags.vocabulary');
      onClose();
    });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('describe.renameTitle', { name })}
      size={400}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={classes.rename}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '' && wanted !== name) void rename();
        }}
      >
        <TextInput
          data-autofocus
          aria-label={t('tags.name')}
          value={text}
          maxLength={80}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={wanted === '' || wanted === name}>
          {t('common.save')}
        </Button>
      </form>
    </Modal>
  );
}
