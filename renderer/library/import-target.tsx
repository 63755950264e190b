/** Where the products go: into the open library, or into one of their own. */
import type { LibraryInfo } from '@contract';
import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../ui/page.tsx';
import classes from './library.module.css';

export interface Target {
  readonly kind: 'current' | 'new';
  /** Of the new library; kept while the other choice is made. */
  readonly name: string;
}

interface ImportTargetProps {
  readonly target: Target;
  readonly current: LibraryInfo | null;
  onChange(target: Target): void;
}

export function ImportTarget({ target, current, onChange }: ImportTargetProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('import.target')}>
      <div className={classes.panel}>
        <Radio.Group
          aria-label={t('import.target')}
          value={target.kind}
          onChange={(kind) => onChange({ ...target, kind: kind === 'new' ? 'new' : 'current' })}
        >
          <Radio
            value="current"
            disabled={current === null}
            label={current === null ? t('import.noCurrent') : t('import.intoCurrent', { name: current.name })}
          />
          <Radio value="new" mt="sm" label={t('import.intoNew')} />
        </Radio.Group>
        {target.kind === 'new' ? (
          <TextInput
            className={classes.newName ?? ''}
            aria-label={t('import.newName')}
            value={target.name}
            maxLength={120}
            onChange={(event) => onChange({ ...target, name: event.currentTarget.value })}
          />
        ) : null}
      </div>
    </Section>
  );
}
