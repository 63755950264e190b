/** The group at hand: its images against each other, what differs, why the two belong together, and what to say of them. */
import type { DuplicateGroup } from '@contract';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconStar, IconStarFilled, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { type Action, capsOf } from '../ui/actions.ts';
import { CompareModes } from '../ui/compare/compare-modes.tsx';
import { resetCompare, useCompare } from '../ui/compare/compare-state.ts';
import { type ComparedProduct, CompareView } from '../ui/compare/compare-view.tsx';
import { reviewActions } from './actions.ts';
import { Differences, Marked } from './differences.tsx';
import { groupReview, useGroups } from './groups.ts';
import { MemberSwitcher } from './member-switcher.tsx';
import { findPair } from './open-pairs.ts';
import { likestImage, useDifferences, usePhotos } from './pair-data.ts';
import { Reasons } from './reasons.tsx';
import { hasKeeperToChoose, keep, stageOf } from './review.ts';
import classes from './stage.module.css';
import { showPair, useStage } from './stage-state.ts';
import { VerdictBar } from './verdict-bar.tsx';

type Member = DuplicateGroup['members'][number];

export function ReviewStage({ group }: { group: DuplicateGroup }) {
  const { t } = useTranslation();
  const { pair, keeperId } = stageOf(group, useStage());
  const [leftId, rightId] = pair;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair starts with the whole images
  useEffect(resetCompare, [leftId, rightId]);
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
      <VerdictBar group={group} />
    </section>
  );
}

function useSide(
  group: DuplicateGroup,
  pair: readonly [number, number],
  at: 0 | 1,
  keeperId: number,
): (ComparedProduct & { readonly member: Member }) | null {
  const fallback = group.members[0];
  const member = group.members.find((candidate) => candidate.id === pair[at]) ?? fallback;
  const [picked, setPicked] = useState<{ pair: string; imageId: number }>();
  const photos = usePhotos(member as NonNullable<typeof member>);
  if (member === undefined) return null;
  const key = pair.join('>');
  const wanted = picked?.pair === key ? picked.imageId : likestImage(group, pair, member);
  return {
    member,
    title: member.title,
    photos,
    image: photos.find((photo) => photo.id === wanted) ?? photos[0],
    badge: <KeepBadge group={group} member={member} kept={member.id === keeperId} />,
    onChoose: (imageId) => setPicked({ pair: key, imageId }),
  };
}

function KeepBadge({ group, member, kept }: { group: DuplicateGroup; member: Member; kept: boolean }) {
  const { t } = useTranslation();
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
      onClick={() => keep(member.id)}
    >
      {kept ? <IconStarFilled size={13} aria-hidden /> : <IconStar size={13} aria-hidden />}
      {kept ? t('duplicates.keep') : t('duplicates.keepInstead')}
      {kept ? null : (
        <kbd className={classes.keyHint} aria-hidden>
          {capsOf(reviewActions.keep.keys)}
        </kbd>
      )}
    </button>
  );
}

function Name({ member, ranges }: { member: Member; ranges: readonly (readonly [number, number])[] }) {
  const format = useFormat();
  return (
    <div className={classes.name}>
      <h2 className={classes.title}>
        <Marked text={member.title} ranges={ranges as [number, number][]} />
      </h2>
      <p className={classes.sub}>
        {member.price === null ? null : <strong>{format.priceRange(member.price)}</strong>}
        <span data-testid="sku">{member.sku}</span>
      </p>
    </div>
  );
}

interface StageHeadProps {
  readonly group: DuplicateGroup;
  readonly pair: readonly [number, number];
  readonly keeperId: number;
}

function StageHead({ group, pair, keeperId }: StageHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { frame, flipped } = useCompare();
  const { items, head } = useGroups();
  const { place } = groupReview;
  const total = Math.max(head?.total ?? 0, items.length);
  const zoomed = frame.scale > 1;
  const { previous, next, flip, zoom } = reviewActions;
  return (
    <div className={classes.head}>
      <Tool action={previous} disabled={place <= 0} />
      <Tool action={next} disabled={place >= items.length - 1} />
      <span className={classes.place} data-testid="place">
        {t('duplicates.place', { place: format.number(place + 1), total: format.number(total) })}
      </span>
      {group.members.length > 2 ? (
        <MemberSwitcher group={group} pair={pair} keeperId={keeperId} onShow={showPair} />
      ) : (
        <span className={classes.spacer} />
      )}
      {findPair(group, pair)?.images?.mirrored === true || flipped ? <Tool action={flip} pressed={flipped} /> : null}
      <Tool
        action={{
          ...zoom,
          name: zoomed ? 'product.zoomOut' : 'product.zoomIn',
          icon: zoomed ? IconZoomOut : IconZoomIn,
        }}
        pressed={zoomed}
      />
      <CompareModes keys={reviewActions.mode.keys} />
    </div>
  );
}

interface ToolProps {
  readonly action: Required<Pick<Action, 'name' | 'icon' | 'run'>> & Action;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

function Tool({ action: { name, icon: Icon, keys, run }, disabled = false, pressed }: ToolProps) {
  const { t } = useTranslation();
  const isSwitch = pressed !== undefined;
  return (
    <Tooltip label={`${t(name)} (${capsOf(keys)[0]})`}>
      <ActionIcon
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'blue' : 'gray'}
        size="lg"
        aria-label={t(name)}
        aria-pressed={pressed}
        aria-keyshortcuts={keys[0]}
        disabled={disabled}
        onClick={run}
      >
        <Icon size={isSwitch ? 18 : 19} stroke={isSwitch ? 1.7 : 2} />
      </ActionIcon>
    </Tooltip>
  );
}
