/** A button for an action, which shows the key that does the same. */
import { Button, type ButtonProps, Kbd } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, capsOf, press } from './actions.ts';
import classes from './key-button.module.css';

interface KeyButtonProps extends ButtonProps {
  readonly action: Action;
  /** In place of the action's own words. */
  readonly children?: ReactNode;
}

export function KeyButton({ action, children, ...rest }: KeyButtonProps) {
  const { icon: Icon, keys, name } = action;
  const { t } = useTranslation();
  return (
    <Button
      leftSection={Icon === undefined ? null : <Icon size={16} />}
      {...rest}
      aria-keyshortcuts={keys[0]}
      onClick={(event) => press(action, event)}
      rightSection={
        <Kbd className={classes.key} size="xs" aria-hidden>
          {capsOf(keys)[0]}
        </Kbd>
      }
    >
      {children ?? (name === undefined ? null : t(name))}
    </Button>
  );
}
