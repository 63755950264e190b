/** The keys of the review. They work wherever the focus is, unless a person types, a dialog is open, or a control needs the key itself. */
import { useEffect, useRef } from 'react';
import { isTyping } from '../ui/is-typing.ts';
import { withMember } from './member-switcher.tsx';
import {
  chooseKeeper,
  currentGroup,
  decide,
  goBy,
  keeperOf,
  pairOnStage,
  showPair,
  skip,
  undoStep,
  useReview,
} from './review.ts';
import { hasKeeperToChoose } from './review-stage.tsx';
import { nextMode, setFrame, toggleZoom, useStage } from './stage-state.ts';
import { withdraw } from './verdict-bar.tsx';
import { panBy } from './view-frame.ts';

const panStep = 0.12;

export function useReviewKeys(onMerge: () => void): void {
  const merge = useRef(onMerge);
  merge.current = onMerge;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      if (event.altKey) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== 'z' || event.shiftKey) return;
        event.preventDefault();
        void undoStep();
        return;
      }
      if (event.key.startsWith('Arrow') ? onArrow(event) : onLetter(event, merge.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** True when the key meant something; a key held down decides once. */
function onLetter({ key, shiftKey, repeat }: KeyboardEvent, merge: () => void): boolean {
  if (repeat) return false;
  if (/^[1-9]$/.test(key)) return showMember(Number(key) - 1);
  const group = currentGroup();
  const settled = group !== undefined && group.decision !== null;
  const merged = group?.decision?.merged === true;
  const action = {
    s: () => !merged && decide('same', shiftKey),
    v: () => !merged && decide('variant', shiftKey),
    d: () => !merged && decide('different', shiftKey),
    x: () => !settled && skip(),
    a: () => void withdraw(),
    u: () => void undoStep(),
    m: () => group !== undefined && !merged && merge(),
    k: swapKeeper,
    c: nextMode,
    z: () => toggleZoom(),
    f: () => useStage.setState((state) => ({ flipped: !state.flipped })),
  }[key.toLowerCase()];
  action?.();
  return action !== undefined;
}

function onArrow({ key, shiftKey, target }: KeyboardEvent): boolean {
  if (target instanceof HTMLElement && target.closest('[role="slider"], [role="tablist"], [role="radiogroup"]')) {
    return false;
  }
  const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  if (shiftKey) {
    setFrame((frame) => panBy(frame, -(x ?? 0) * panStep, -(y ?? 0) * panStep));
    return true;
  }
  goBy((x ?? 0) + (y ?? 0) > 0 ? 1 : -1);
  return true;
}

function stageNow() {
  const group = currentGroup();
  if (group === undefined) return undefined;
  const { pair, keepers } = useReview.getState();
  return { group, pair: pairOnStage(group, pair, keepers), keeperId: keeperOf(group, keepers) };
}

function showMember(index: number): boolean {
  const stage = stageNow();
  const member = stage?.group.members[index];
  if (stage === undefined || member === undefined || stage.group.members.length < 3) return false;
  showPair(withMember(stage.pair, member.id));
  return true;
}

/** Of the two on the stage, the other one becomes the keeper; both stay where they are. */
function swapKeeper(): void {
  const stage = stageNow();
  if (stage === undefined || !hasKeeperToChoose(stage.group)) return;
  const [left, right] = stage.pair;
  showPair(stage.pair);
  chooseKeeper(stage.group.id, stage.keeperId === left ? right : left);
}
