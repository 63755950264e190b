/** The frame of every page but search: a heading, a line of explanation, a column of content. */
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** For pages of pictures. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, lead, actions, wide = false, children }: PageProps) {
  return (
    <div className={classes.scroll}>
      <div className={classes.column} data-wide={wide}>
        <header className={classes.header}>
          <div className={classes.heading}>
            <h1 className={classes.title}>{title}</h1>
            {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
          </div>
          {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
