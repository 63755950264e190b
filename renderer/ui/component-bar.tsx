/** The components of a score side by side: how much each of them weighs, in its colour. */
import type { componentNames } from '@contract';
import classes from './component-bar.module.css';

type ComponentName = (typeof componentNames)[number];

interface Part {
  readonly name: ComponentName;
  /** Of the whole; only the ratios matter. */
  readonly share: number;
}

export function ComponentBar({ parts }: { parts: readonly Part[] }) {
  return (
    <div className={classes.stack} aria-hidden>
      {parts.map(({ name, share }) => (
        <span key={name} data-component={name} style={{ flexGrow: share }} />
      ))}
    </div>
  );
}

export function ComponentDot({ name }: { name: ComponentName }) {
  return <span className={classes.dot} data-component={name} aria-hidden />;
}
