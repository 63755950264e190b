/** A few figures side by side, each over its name. */
import type { ReactNode } from 'react';
import classes from './figures.module.css';

export function Figures({ className = '', children }: { className?: string | undefined; children: ReactNode }) {
  return <dl className={`${classes.figures} ${className}`}>{children}</dl>;
}

interface FigureProps {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly hint?: string;
  readonly tone?: 'good' | 'bad' | 'warn' | undefined;
}

export function Figure({ name, value, hint, tone }: FigureProps) {
  return (
    <div title={hint} data-tone={tone}>
      <dd>{value}</dd>
      <dt>{name}</dt>
    </div>
  );
}
