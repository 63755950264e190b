/** What a place shows when it has nothing to show: what it is for, and the next step. */
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly tone?: 'calm' | 'problem';
}

export function EmptyState({ icon, title, children, actions, tone = 'calm' }: EmptyStateProps) {
  return (
    <div className={classes.root}>
      <div className={classes.icon} data-tone={tone}>
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
