/** What is done by key while two images are compared in their dialog. */
import { stepComparison } from '../state/comparison.ts';
import { type Action, listKeys } from '../ui/actions.ts';
import { flip, nextMode, panByKey, toggleZoom } from '../ui/compare/compare-state.ts';

interface Desk {
  yes?(): void;
  same?(): void;
  merge?(): void;
}

export const comparisonActions = {
  yes: { listed: 'keys.yesThisOne', keys: ['Y'], isOff: ({ yes }) => yes === undefined, run: (_, { yes }) => yes?.() },
  same: {
    listed: 'keys.verdictSame',
    keys: ['S'],
    isOff: ({ same }) => same === undefined,
    run: (_, { same }) => same?.(),
  },
  merge: {
    listed: 'keys.merge',
    keys: ['M'],
    isOff: ({ merge }) => merge === undefined,
    run: (_, { merge }) => merge?.(),
  },
  before: { listed: 'keys.candidates', keys: ['ArrowLeft'], caps: ['←', '→'], run: () => stepComparison(-1) },
  after: { keys: ['ArrowRight', 'X'], run: () => stepComparison(1) },
  mode: { listed: 'keys.compareMode', keys: ['C'], run: nextMode },
  zoom: { listed: 'keys.zoom', keys: ['Z'], run: () => toggleZoom() },
  flip: { listed: 'keys.flip', keys: ['F'], run: flip },
  pan: {
    listed: 'keys.pan',
    keys: ['shift+ArrowLeft', 'shift+ArrowRight', 'shift+ArrowUp', 'shift+ArrowDown'],
    caps: ['⇧', '←'],
    repeats: true,
    run: ({ key }) => panByKey(key ?? ''),
  },
} satisfies Record<string, Action<Desk>>;

const { after, ...listed } = comparisonActions;
listKeys('comparison', listed);
