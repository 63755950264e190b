/** A button that shows the key which does the same. */
import { Button, type ButtonProps, Kbd } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './key-button.module.css';

interface KeyButtonProps extends ButtonProps {
  readonly shortcut: string;
  readonly children: ReactNode;
  onClick(): void;
}

export function KeyButton({ shortcut, children, ...rest }: KeyButtonProps) {
  return (
    <Button
      {...rest}
      aria-keyshortcuts={shortcut}
      rightSection={
        <Kbd className={classes.key} size="xs" aria-hidden>
          {shortcut}
        </Kbd>
      }
    >
      {children}
    </Button>
  );
}
