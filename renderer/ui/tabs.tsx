/** The parts of a page, each with an address of its own. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import classes from './tabs.module.css';

export interface LinkTab {
  readonly to: string;
  readonly label: string;
  readonly count?: string | undefined;
}

export function LinkTabs({ label, tabs, aside }: { label: string; tabs: readonly LinkTab[]; aside?: ReactNode }) {
  const [location] = useLocation();
  return (
    <div className={classes.bar}>
      <nav aria-label={label}>
        <ul className={classes.tabs}>
          {tabs.map((tab) => (
            <li key={tab.to}>
              <Link
                href={tab.to}
                className={classes.tab}
                aria-current={location === tab.to || location.startsWith(`${tab.to}/`) ? 'page' : undefined}
                aria-label={tab.label}
              >
                {tab.label}
                {tab.count === undefined ? null : <span className={classes.count}>{tab.count}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {aside === undefined ? null : <div className={classes.aside}>{aside}</div>}
    </div>
  );
}
