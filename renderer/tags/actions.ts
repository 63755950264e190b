/** The answers to a question about a tag, by key. */
import { IconArrowBackUp, IconArrowRight, IconCheck, IconListSearch, IconTag, IconTagOff } from '@tabler/icons-react';
import { type Action, listKeys } from '../ui/actions.ts';
import { chooseInstead, keepAsItIs, refuse, type TagReview } from './tag-review.ts';

interface Desk {
  readonly review: TagReview;
  /** Opens the list of all tags. */
  choose(): void;
}

function pick({ review }: Desk, place: number): void {
  const item = review.current;
  const proposal = item?.proposals[place];
  if (item !== undefined && proposal !== undefined) review.answer('changed', chooseInstead(item, proposal));
}

export const answerActions = {
  accept: { listed: 'keys.accept', habit: 'answerKeys', icon: IconCheck, keys: ['A'], run: (_, desk) => pick(desk, 0) },
  pick: {
    listed: 'keys.choose',
    keys: ['1', '2', '3', '4', '5'],
    caps: ['1', '–', '5'],
    run: ({ key }, desk) => pick(desk, Number(key) - 1),
  },
  /** Keeps the tag in doubt; where there is none, the suggestion is refused. */
  reject: {
    listed: 'keys.reject',
    habit: 'answerKeys',
    icon: IconTag,
    keys: ['R'],
    run: (_, { review }) => {
      const item = review.current;
      if (item === undefined) return;
      if (item.current === null) review.answer('rejected', refuse(item));
      else review.answer('kept', keepAsItIs(item));
    },
  },
  another: {
    name: 'tags.choose',
    listed: 'keys.another',
    icon: IconListSearch,
    keys: ['C'],
    run: (_, { choose }) => choose(),
  },
  takeOff: {
    name: 'tags.takeOff',
    listed: 'keys.takeOff',
    habit: 'answerKeys',
    icon: IconTagOff,
    keys: ['X'],
    run: (_, { review }) => {
      const item = review.current;
      if (item !== undefined && item.current !== null) review.answer('rejected', refuse(item));
    },
  },
  later: {
    name: 'tags.skip',
    listed: 'keys.later',
    habit: 'answerKeys',
    icon: IconArrowRight,
    keys: ['N', 'ArrowRight'],
    caps: ['N'],
    run: (_, { review }) => review.answer('skipped', []),
  },
  undo: {
    name: 'common.undo',
    listed: 'keys.undo',
    icon: IconArrowBackUp,
    keys: ['U', 'mod+Z'],
    caps: ['U'],
    run: (_, { review }) => review.undo(),
  },
} satisfies Record<string, Action<Desk>>;

listKeys('tagReview', answerActions);

export type Answers = Readonly<Record<keyof typeof answerActions, Action>>;
