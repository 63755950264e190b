/** Whether the pictures that a table names by address are fetched, and what that means. Nothing is, unless a person ticks it. */
import type { TablePreview } from '@contract';
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../ui/page.tsx';
import { WebHosts } from '../ui/web-hosts.tsx';
import classes from './library.module.css';

export interface WebChoice {
  readonly fetch: boolean;
  /** Hosts of the own network that may be asked. */
  readonly allowed: string[];
}

interface WebImagesProps {
  readonly web: NonNullable<TablePreview['web']>;
  readonly choice: WebChoice;
  onChange(choice: WebChoice): void;
}

export function WebImages({ web, choice, onChange }: WebImagesProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('web.title')}>
      <div className={classes.panel}>
        <Checkbox
          mb="xs"
          checked={choice.fetch}
          label={t('web.fetch', { count: web.images })}
          onChange={({ currentTarget: { checked } }) => onChange({ ...choice, fetch: checked })}
        />
        <div className={classes.webHosts}>
          <WebHosts
            {...web}
            allowed={choice.allowed}
            onAllowed={(allowed) => onChange({ fetch: choice.fetch || allowed.length > 0, allowed })}
          />
          {choice.fetch ? null : <p className={classes.webNot}>{t('web.not')}</p>}
        </div>
      </div>
    </Section>
  );
}
