/** What can be said of the two on the stage, each with its key. */
import type { DuplicateGroup, VerdictValue } from '@contract';
import { Kbd, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Action, capsOf, press } from '../ui/actions.ts';
import { reviewActions } from './actions.ts';
import { useGroups } from './groups.ts';
import classes from './verdict-bar.module.css';

const verdicts = ['same', 'variant', 'different'] as const;

export function VerdictBar({ group }: { group: DuplicateGroup }) {
  const { t } = useTranslation();
  const nothingSaid = useGroups((state) => state.steps.length === 0);
  const merged = group.decision?.merged === true;
  const { skip, withdraw, merge, undo } = reviewActions;
  return (
    <div className={classes.bar} data-verdict-bar role="toolbar" aria-label={t('duplicates.verdict')}>
      {merged ? null : (
        <>
          {verdicts.map((value) => (
            <Key key={value} action={reviewActions[value]} tone={value} />
          ))}
          <span className={classes.divider} />
          <Key action={merge} />
        </>
      )}
      {group.decision === null ? (
        <Key action={skip} />
      ) : merged ? (
        <Key action={{ ...withdraw, name: 'duplicates.takeApart' }} tone="again" />
      ) : (
        <Key action={withdraw} />
      )}
      <Key action={undo} disabled={nothingSaid} />
      {group.members.length > 2 && !merged ? (
        <span className={classes.hint}>
          <Kbd>⇧</Kbd> {t('duplicates.wholeGroup', { count: group.members.length })}
        </span>
      ) : null}
    </div>
  );
}

interface KeyProps {
  readonly action: Required<Pick<Action, 'name' | 'icon' | 'run'>> & Action;
  /** Its name is kept in sight in narrow windows, and verdicts have their colour. */
  readonly tone?: VerdictValue | 'again';
  readonly disabled?: boolean;
}

function Key({ action, tone, disabled = false }: KeyProps) {
  const { name, icon: Icon, keys } = action;
  const { t } = useTranslation();
  return (
    <Tooltip label={t(name)} openDelay={800}>
      <button
        type="button"
        className={classes.key}
        data-tone={tone}
        aria-label={t(name)}
        aria-keyshortcuts={keys[0]}
        disabled={disabled}
        onClick={(event) => press(action, event)}
      >
        <Icon size={17} stroke={2} />
        <span className={classes.name}>{t(name)}</span>
        <kbd className={classes.kbd} aria-hidden>
          {capsOf(keys)[0]}
        </kbd>
      </button>
    </Tooltip>
  );
}
