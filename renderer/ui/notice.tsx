/** A remark in its place that does not stop anything: what will be left out, what is missing. */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className={classes.notice}>
      <IconAlertTriangle className={classes.icon} size={18} stroke={1.8} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
