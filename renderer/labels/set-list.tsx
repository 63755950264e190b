/** The query sets, each with its state and the way into grading it. */
import type { QuerySet } from '@contract';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconClipboardText,
  IconDots,
  IconFileImport,
  IconHistory,
  IconKeyboard,
  type IconList,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { latestOperation, notifyUndoable } from '../ui/undo.tsx';
import classes from './labels.module.css';

const icons = {
  typed: IconKeyboard,
  pasted: IconClipboardText,
  imported: IconFileImport,
  history: IconHistory,
} as const satisfies Record<QuerySet['origin'], typeof IconList>;

export function SetList({ sets }: { sets: readonly QuerySet[] }) {
  return (
    <ul className={classes.sets}>
      {sets.map((set) => (
        <SetRow key={set.id} set={set} />
      ))}
    </ul>
  );
}

function SetRow({ set }: { set: QuerySet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const Icon = icons[set.origin];
  const remove = async (): Promise<void> => {
    try {
      await command('labels.removeSet', { setId: set.id });
      notifyUndoable(t('labels.removed', { name: set.name }), await latestOperation());
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <li className={classes.set}>
      <span className={classes.setIcon} title={t(`labels.origins.${set.origin}`)}>
        <Icon size={19} stroke={1.7} aria-hidden />
      </span>
      <span className={classes.setNames}>
        <span className={classes.setName}>{set.name}</span>
        <span className={classes.setFacts}>
          {[
            t('labels.queries', { count: set.queries, number: format.number(set.queries) }),
            t('labels.judgements', { count: set.judgements, number: format.number(set.judgements) }),
            ...(set.judges.length === 0 ? [] : [set.judges.join(', ')]),
          ].join(' · ')}
        </span>
      </span>
      <Button
        variant="default"
        onClick={() => navigate(`/labels/${set.id}`)}
        aria-label={t('labels.openNamed', { name: set.name })}
      >
        {t('labels.open')}
      </Button>
      <Button
        onClick={() => navigate(`/labels/${set.id}/grade`)}
        aria-label={t('labels.gradeNamed', { name: set.name })}
      >
        {t('labels.grade')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('library.moreActions', { path: set.name })}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void remove()}>
            {t('labels.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
