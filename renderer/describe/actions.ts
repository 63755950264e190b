/** What can be said of the photos of a wall, by key. */
import { IconArrowRight, IconCheck, IconRestore, IconX } from '@tabler/icons-react';
import { type Action, listKeys } from '../ui/actions.ts';

interface Desk {
  /** The wall shows what is proposed, not what was decided. */
  readonly open: boolean;
  readonly picked: number;
  readonly sure: number;
  /** The picked ones; without any, all above the line. */
  confirm(): void;
  reject(): void;
  move(): void;
  takeBack(): void;
  step(by: number): void;
  clear(): void;
}

export const wallActions = {
  confirm: {
    listed: 'keys.confirmPhotos',
    icon: IconCheck,
    keys: ['A'],
    isOff: ({ open, picked, sure }) => !open || picked + sure === 0,
    run: (_, { confirm }) => confirm(),
  },
  reject: {
    listed: 'keys.rejectPhotos',
    icon: IconX,
    keys: ['R'],
    isOff: ({ open, picked }) => !open || picked === 0,
    run: (_, { reject }) => reject(),
  },
  move: {
    listed: 'keys.movePhotos',
    icon: IconArrowRight,
    keys: ['M'],
    isOff: ({ open, picked }) => !open || picked === 0,
    run: (_, { move }) => move(),
  },
  takeBack: {
    listed: 'keys.takeBackPhotos',
    icon: IconRestore,
    keys: ['X'],
    isOff: ({ open, picked }) => open || picked === 0,
    run: (_, { takeBack }) => takeBack(),
  },
  next: { listed: 'keys.nextWall', keys: ['N'], run: (_, { step }) => step(1) },
  previous: { listed: 'keys.previousWall', keys: ['P'], run: (_, { step }) => step(-1) },
  clear: {
    keys: ['Escape'],
    isOff: ({ picked }) => picked === 0,
    run: (_, { clear }) => clear(),
  },
} satisfies Record<string, Action<Desk>>;

listKeys('describe', wallActions);
