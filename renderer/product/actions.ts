/** What is done with the product that is open, by key. */
import { type Action, listKeys } from '../ui/actions.ts';

type Go = (step: 1 | -1) => void;

export const neighbourActions = {
  previous: { listed: 'keys.neighbours', keys: ['ArrowLeft'], caps: ['←', '→'], repeats: true, run: (_, go) => go(-1) },
  next: { keys: ['ArrowRight'], repeats: true, run: (_, go) => go(1) },
} satisfies Record<string, Action<Go>>;

interface Stage {
  /** Whether there is a query that the heat map could be of. */
  readonly asked: boolean;
  toggleHeat(): void;
  toggleZoom(): void;
}

export const stageActions = {
  heat: { listed: 'keys.heat', keys: ['H'], isOff: ({ asked }) => !asked, run: (_, { toggleHeat }) => toggleHeat() },
  zoom: { listed: 'keys.zoom', keys: ['Z'], run: (_, { toggleZoom }) => toggleZoom() },
} satisfies Record<string, Action<Stage>>;

listKeys('product', {
  ...neighbourActions,
  ...stageActions,
  close: { listed: 'keys.close', keys: ['Escape'] },
});
