/** A path in one line: where there is no room for all of it, the middle gives way, since a path is told by its beginning and its end. */
import classes from './path-text.module.css';

/** Characters at the end that always show. */
const tail = 24;

export function PathText({ path }: { path: string }) {
  const cut = Math.max(0, path.length - tail);
  return (
    <span className={classes.path} title={path}>
      <span className={classes.head}>{path.slice(0, cut)}</span>
      <span className={classes.tail}>{path.slice(cut)}</span>
    </span>
  );
}
