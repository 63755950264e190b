/** The group at hand: its pictures against each other, what differs, why the two belong together, and what to say of them. */
import type { DuplicateGroup } from '@contract';
import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconColumns2,
  IconFlipHorizontal,
  IconLayersDifference,
  IconLayoutBoardSplit,
  IconStar,
  IconStarFilled,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useDuplicates } from '../state/duplicates.ts';
import { CompareView, type Side } from './compare-view.tsx';
import { Differences, Marked } from './differences.tsx';
import { MemberSwitcher } from './member-switcher.tsx';
import { findPair } from './open-pairs.ts';
import { likestImage, useDifferences, usePhotos } from './pair-data.ts';
import { Reasons } from './reasons.tsx';
import { chooseKeeper, goBy, keeperOf, pairOnStage, showPair, useReview } from './review.ts';
import classes from './stage.module.css';
import { resetStage, setMode, toggleZoom, useStage } from './stage-state.ts';
import { VerdictBar } from './verdict-bar.tsx';

export function ReviewStage({ group, onMerge }: { group: DuplicateGroup; onMerge(): void }) {
  const { t } = useTranslation();
  const keepers = useReview((state) => state.keepers);
  const chosen = useReview((state) => state.pair);
  const keeperId = keeperOf(group, keepers);
  const pair = pairOnStage(group, chosen, keepers);
  const [leftId, rightId] = pair;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair starts with the whole pictures
  useEffect(resetStage, [leftId, rightId]);
  const differences = useDifferences(pair);
  const left = useSide(group, pair, 0, keeperId);
  const right = useSide(group, pair, 1, keeperId);
  if (left === null || right === null) return null;
  const titles = differences?.find((difference) => difference.field === 'title');
  return (
    <section className={classes.stage} aria-label={t('duplicates.stage')}>
      <StageHead group={group} pair={pair} keeperId={keeperId} />
      <p className={classes.spoken} aria-live="polite">
        {t('duplicates.nowComparing', { left: left.member.title, right: right.member.title })}
      </p>
      <div className={classes.body}>
        <div className={classes.work}>
          <CompareView left={left} right={right} />
          <div className={classes.names}>
            <Name member={left.member} ranges={titles?.leftRanges ?? []} />
            <Name member={right.member} ranges={titles?.rightRanges ?? []} />
          </div>
          <div className={classes.facts}>
            <Differences list={differences} />
          </div>
        </div>
        <Reasons group={group} pair={findPair(group, pair)} leftId={leftId} />
      </div>
      <VerdictBar group={group} onMerge={onMerge} />
    </section>
  );
}

function useSide(group: DuplicateGroup, pair: readonly [number, number], at: 0 | 1, keeperId: number): Side | null {
  const fallback = group.members[0];
  const member = group.members.find((candidate) => candidate.id === pair[at]) ?? fallback;
  const [picked, setPicked] = useState<{ pair: string; imageId: number }>();
  const photos = usePhotos(member as NonNullable<typeof member>);
  if (member === undefined) return null;
  const key = pair.join('>');
  const wanted = picked?.pair === key ? picked.imageId : likestImage(group, pair, member);
  return {
    member,
    photos,
    image: photos.find((photo) => photo.id === wanted) ?? photos[0],
    badge: <KeepBadge group={group} member={member} kept={member.id === keeperId} />,
    onChoose: (imageId) => setPicked({ pair: key, imageId }),
  };
}

function KeepBadge({ group, member, kept }: { group: DuplicateGroup; member: Side['member']; kept: boolean }) {
  const { t } = useTranslation();
  const pair = useReview((state) => state.pair);
  const keepers = useReview((state) => state.keepers);
  if (!hasKeeperToChoose(group)) {
    return group.decision?.merged === true && kept ? (
      <span className={classes.keep} data-kept>
        <IconStarFilled size={13} aria-hidden />
        {t('duplicates.keptOne')}
      </span>
    ) : null;
  }
  return (
    <button
      type="button"
      className={classes.keep}
      data-kept={kept}
      aria-pressed={kept}
      aria-label={t('duplicates.keepThis', { name: member.title })}
      onClick={() => {
        showPair(pairOnStage(group, pair, keepers));
        chooseKeeper(group.id, member.id);
      }}
    >
      {kept ? <IconStarFilled size={13} aria-hidden /> : <IconStar size={13} aria-hidden />}
      {kept ? t('duplicates.keep') : t('duplicates.keepInstead')}
      {kept ? null : (
        <kbd className={classes.keyHint} aria-hidden>
          K
        </kbd>
      )}
    </button>
  );
}

/** Not of products that were told apart or are merged already. */
export function hasKeeperToChoose({ decision }: DuplicateGroup): boolean {
  return decision === null || (decision.value === 'same' && !decision.merged);
}

function Name({ member, ranges }: { member: Side['member']; ranges: readonly (readonly [number, number])[] }) {
  const format = useFormat();
  return (
    <div className={classes.name}>
      <h2 className={classes.title}>
        <Marked text={member.title} ranges={ranges as [number, number][]} />
      </h2>
      <p className={classes.sub}>
        {member.price === null ? null : <strong>{format.price(member.price.amount, member.price.currency)}</strong>}
        <span data-testid="sku">{member.sku}</span>
      </p>
    </div>
  );
}

const modes = [
  { value: 'side', Icon: IconColumns2 },
  { value: 'slider', Icon: IconLayoutBoardSplit },
  { value: 'difference', Icon: IconLayersDifference },
] as const;

interface StageHeadProps {
  readonly group: DuplicateGroup;
  readonly pair: readonly [number, number];
  readonly keeperId: number;
}

function StageHead({ group, pair, keeperId }: StageHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mode, frame, flipped } = useStage();
  const groups = useDuplicates((state) => state.groups);
  const total = useDuplicates((state) => Math.max(state.head?.total ?? 0, state.groups.length));
  const at = groups.findIndex((candidate) => candidate.id === group.id);
  const zoomed = frame.scale > 1;
  const zoomLabel = zoomed ? t('product.zoomOut') : t('product.zoomIn');
  return (
    <div className={classes.head}>
      <Tool label={t('duplicates.previous')} keys="←" disabled={at <= 0} onPress={() => goBy(-1)}>
        <IconChevronLeft size={19} />
      </Tool>
      <Tool label={t('duplicates.next')} keys="→" disabled={at >= groups.length - 1} onPress={() => goBy(1)}>
        <IconChevronRight size={19} />
      </Tool>
      <span className={classes.place} data-testid="place">
        {t('duplicates.place', { place: format.number(at + 1), total: format.number(total) })}
      </span>
      {group.members.length > 2 ? (
        <MemberSwitcher group={group} pair={pair} keeperId={keeperId} onShow={showPair} />
      ) : (
        <span className={classes.spacer} />
      )}
      {findPair(group, pair)?.images?.mirrored === true || flipped ? (
        <Tool
          label={t('duplicates.flip')}
          keys="F"
          pressed={flipped}
          onPress={() => useStage.setState({ flipped: !flipped })}
        >
          <IconFlipHorizontal size={18} stroke={1.7} />
        </Tool>
      ) : null}
      <Tool label={zoomLabel} keys="Z" pressed={zoomed} onPress={() => toggleZoom()}>
        {zoomed ? <IconZoomOut size={18} stroke={1.7} /> : <IconZoomIn size={18} stroke={1.7} />}
      </Tool>
      <fieldset className={classes.modes} aria-label={t('duplicates.mode')}>
        {modes.map(({ value, Icon }) => (
          <Tooltip key={value} label={`${t(`duplicates.modes.${value}`)} (C)`}>
            <button
              type="button"
              className={classes.modeButton}
              aria-label={t(`duplicates.modes.${value}`)}
              aria-pressed={mode === value}
              onClick={() => setMode(value)}
            >
              <Icon size={17} stroke={1.7} />
            </button>
          </Tooltip>
        ))}
      </fieldset>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly keys: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly children: React.ReactNode;
  onPress(): void;
}

function Tool({ label, keys, disabled = false, pressed, children, onPress }: ToolProps) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'blue' : 'gray'}
        size="lg"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keys === '←' ? 'ArrowLeft' : keys === '→' ? 'ArrowRight' : keys}
        disabled={disabled}
        onClick={onPress}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
