/** What can be said of the two on the stage, each with its key. */
import type { DuplicateGroup, VerdictValue } from '@contract';
import { Kbd, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconEqual,
  IconEqualNot,
  IconMessageQuestion,
  IconPalette,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyWithAction } from '../state/notify.tsx';
import { decide, judgeAgain, noticeOf, skip, undoOperation, undoStep, useReview } from './review.ts';
import classes from './verdict-bar.module.css';

const icon = { size: 17, stroke: 2 } as const;

export function VerdictBar({ group, onMerge }: { group: DuplicateGroup; onMerge(): void }) {
  const { t } = useTranslation();
  const steps = useReview((state) => state.steps.length);
  const merged = group.decision?.merged === true;
  const many = group.members.length > 2 && !merged;
  const say = (value: VerdictValue) => (event: { shiftKey: boolean }) => decide(value, event.shiftKey);
  return (
    <div className={classes.bar} data-verdict-bar role="toolbar" aria-label={t('duplicates.verdict')}>
      {merged ? null : (
        <>
          <Key
            name={t('duplicates.say.same')}
            keys="S"
            tone="same"
            onPress={say('same')}
            icon={<IconEqual {...icon} />}
          />
          <Key
            name={t('duplicates.say.variant')}
            keys="V"
            tone="variant"
            onPress={say('variant')}
            icon={<IconPalette {...icon} />}
          />
          <Key
            name={t('duplicates.say.different')}
            keys="D"
            tone="different"
            onPress={say('different')}
            icon={<IconEqualNot {...icon} />}
          />
          <span className={classes.divider} />
          <Key name={t('duplicates.merge')} keys="M" onPress={onMerge} icon={<IconArrowMerge {...icon} />} />
        </>
      )}
      {group.decision === null ? (
        <Key name={t('duplicates.skip')} keys="X" onPress={skip} icon={<IconPlayerSkipForward {...icon} />} />
      ) : (
        <Key
          name={merged ? t('duplicates.takeApart') : t('duplicates.judgeAgain')}
          keys="A"
          {...(merged ? { tone: 'again' as const } : {})}
          onPress={() => void withdraw()}
          icon={<IconMessageQuestion {...icon} />}
        />
      )}
      <Key
        name={t('duplicates.undo')}
        keys="U"
        disabled={steps === 0}
        onPress={() => void undoStep()}
        icon={<IconArrowBackUp {...icon} />}
      />
      {many ? (
        <span className={classes.hint}>
          <Kbd>⇧</Kbd> {t('duplicates.wholeGroup', { count: group.members.length })}
        </span>
      ) : null}
    </div>
  );
}

/** The group goes back among those to review, and a message offers to leave everything as it was. */
export async function withdraw(): Promise<void> {
  const operation = await judgeAgain()?.catch(() => null);
  if (operation === null || operation === undefined) return;
  notifyWithAction(
    i18next.t('duplicates.askedAgain'),
    operation.label,
    i18next.t('duplicates.undo'),
    () => void undoOperation(operation),
    noticeOf(operation),
  );
}

interface KeyProps {
  readonly name: string;
  readonly keys: string;
  readonly icon: ReactNode;
  /** Its name is kept in sight in narrow windows, and verdicts have their colour. */
  readonly tone?: VerdictValue | 'again';
  readonly disabled?: boolean;
  onPress(event: { shiftKey: boolean }): void;
}

function Key({ name, keys, icon: picture, tone, disabled = false, onPress }: KeyProps) {
  return (
    <Tooltip label={name} openDelay={800}>
      <button
        type="button"
        className={classes.key}
        data-tone={tone}
        aria-label={name}
        aria-keyshortcuts={keys}
        disabled={disabled}
        onClick={onPress}
      >
        {picture}
        <span className={classes.name}>{name}</span>
        <kbd className={classes.kbd} aria-hidden>
          {keys}
        </kbd>
      </button>
    </Tooltip>
  );
}
