/** What the page Answer does by keys. */
import { IconCopy } from '@tabler/icons-react';
import { type Action, listKeys } from '../ui/actions.ts';

export interface AnswerDeskActions {
  readonly copy: (() => void) | null;
}

export const answerActions = {
  copy: {
    name: 'answers.copy',
    listed: 'answers.copy',
    icon: IconCopy,
    keys: ['c'],
    isOff: ({ copy }) => copy === null,
    run: (_press, { copy }) => copy?.(),
  },
} as const satisfies Record<string, Action<AnswerDeskActions>>;

listKeys('answers', answerActions);
