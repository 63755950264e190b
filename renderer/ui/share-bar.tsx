/** A share as a bar, beside the words that say it. */
import classes from './share-bar.module.css';

interface ShareBarProps {
  /** 0..1 */
  readonly share: number;
  /** As wide as there is room for, if left out [px]. */
  readonly width?: number;
  /** Something that is to be completed, rather than a measure. */
  readonly good?: boolean;
}

export function ShareBar({ share, width, good = false }: ShareBarProps) {
  return (
    <span className={classes.bar} style={width === undefined ? {} : { flex: '0 1 auto', width }} aria-hidden>
      <span data-good={good} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
