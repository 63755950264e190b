/** What is done with the groups by key. The keys work wherever the focus is, unless a person types or a control needs the key itself. */
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconChevronLeft,
  IconChevronRight,
  IconEqual,
  IconEqualNot,
  IconFlipHorizontal,
  IconMessageQuestion,
  IconPalette,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { type Action, listKeys } from '../ui/actions.ts';
import { flip, nextMode, panByKey, toggleZoom } from '../ui/compare/compare-state.ts';
import { groupReview } from './groups.ts';
import { withMember } from './member-switcher.tsx';
import { decide, keep, skip, stageNow, withdraw } from './review.ts';
import { showPair, useStage } from './stage-state.ts';

const isMerged = (): boolean => groupReview.current?.decision?.merged === true;

export const reviewActions = {
  same: {
    name: 'duplicates.say.same',
    habit: 'verdictKeys',
    listed: 'keys.verdictSame',
    icon: IconEqual,
    keys: ['S'],
    isOff: isMerged,
    run: ({ shiftKey }) => decide('same', shiftKey),
  },
  variant: {
    name: 'duplicates.say.variant',
    habit: 'verdictKeys',
    listed: 'keys.verdictVariant',
    icon: IconPalette,
    keys: ['V'],
    isOff: isMerged,
    run: ({ shiftKey }) => decide('variant', shiftKey),
  },
  different: {
    name: 'duplicates.say.different',
    habit: 'verdictKeys',
    listed: 'keys.verdictDifferent',
    icon: IconEqualNot,
    keys: ['D'],
    isOff: isMerged,
    run: ({ shiftKey }) => decide('different', shiftKey),
  },
  whole: { listed: 'keys.wholeGroup', keys: ['shift+S'] },
  skip: {
    name: 'duplicates.skip',
    listed: 'keys.skipGroup',
    icon: IconPlayerSkipForward,
    keys: ['X'],
    isOff: () => groupReview.current?.decision !== null,
    run: skip,
  },
  withdraw: {
    name: 'duplicates.judgeAgain',
    listed: 'keys.judgeAgain',
    icon: IconMessageQuestion,
    keys: ['A'],
    run: () => void withdraw(),
  },
  undo: {
    name: 'common.undo',
    listed: 'keys.undo',
    icon: IconArrowBackUp,
    keys: ['U', 'mod+Z'],
    caps: ['U'],
    isOff: () => groupReview.state.steps.length === 0,
    run: () => void groupReview.undo(),
  },
  previous: {
    name: 'duplicates.previous',
    listed: 'keys.reviewGroups',
    icon: IconChevronLeft,
    keys: ['ArrowLeft', 'ArrowUp'],
    caps: ['←', '→'],
    repeats: true,
    run: () => groupReview.go(-1),
  },
  next: {
    name: 'duplicates.next',
    icon: IconChevronRight,
    keys: ['ArrowRight', 'ArrowDown'],
    repeats: true,
    run: () => groupReview.go(1),
  },
  member: {
    listed: 'keys.memberKeys',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    caps: ['1', '–', '9'],
    run: ({ key }) => showMember(Number(key) - 1),
  },
  keep: { listed: 'keys.keeper', keys: ['K'], run: () => keep() },
  merge: {
    name: 'duplicates.merge',
    listed: 'keys.merge',
    icon: IconArrowMerge,
    keys: ['M'],
    isOff: () => groupReview.current === undefined || isMerged(),
    run: () => useStage.setState({ merging: true }),
  },
  mode: { listed: 'keys.compareMode', keys: ['C'], run: nextMode },
  zoom: { listed: 'keys.zoom', keys: ['Z'], run: () => toggleZoom() },
  pan: {
    listed: 'keys.pan',
    keys: ['shift+ArrowLeft', 'shift+ArrowRight', 'shift+ArrowUp', 'shift+ArrowDown'],
    caps: ['⇧', '←'],
    repeats: true,
    run: ({ key }) => panByKey(key ?? ''),
  },
  flip: {
    name: 'duplicates.flip',
    listed: 'keys.flip',
    icon: IconFlipHorizontal,
    keys: ['F'],
    run: flip,
  },
} satisfies Record<string, Action>;

listKeys('duplicates', reviewActions);

function showMember(index: number): void {
  const stage = stageNow();
  const member = stage?.group.members[index];
  if (stage !== undefined && member !== undefined && stage.group.members.length > 2)
    showPair(withMember(stage.pair, member.id));
}
