/** What a person weighs before choosing a model: languages, licence, size, dimensions. */
import type { RegistryEntry } from '@contract';
import { Badge, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './models.module.css';
import { useLanguages } from './words.ts';

interface ModelFactsProps {
  readonly languages: readonly string[];
  readonly bytes: number;
  readonly dimensions: number;
  readonly dtype?: string | null;
  readonly licence?: string | undefined;
}

export function ModelFacts({ languages, bytes, dimensions, dtype = null, licence }: ModelFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { short, all } = useLanguages()(languages);
  return (
    <ul className={classes.facts}>
      <li>
        <Tooltip label={all} disabled={short === all} multiline maw={360}>
          <span>{short}</span>
        </Tooltip>
      </li>
      <li>{format.bytes(bytes)}</li>
      <li>{t('settings.dimensions', { count: dimensions })}</li>
      {dtype === null ? null : <li>{dtype}</li>}
      {licence === undefined ? null : (
        <li className={classes.licence} title={licence}>
          {licence === 'unknown' ? t('models.licenceUnknown') : licence}
        </li>
      )}
    </ul>
  );
}

const tones = { yes: 'teal', no: 'red', ask: 'yellow' } as const;

export function LicenceBadge({ licence }: { licence: RegistryEntry['licence'] }) {
  const { t } = useTranslation();
  return (
    <Badge
      size="sm"
      variant="light"
      color={tones[licence.commercialUse]}
      className={classes.badge ?? ''}
      data-tone={licence.commercialUse}
    >
      {t(`models.commercialUse.${licence.commercialUse}`)}
    </Badge>
  );
}
