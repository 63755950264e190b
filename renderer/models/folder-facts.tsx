/** What lies in the folder of a model: its facts, the precisions to choose from, and what was assumed. */
import type { Assumption, FolderInspection } from '@contract';
import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Section } from '../ui/page.tsx';
import classes from './folder.module.css';
import { ModelFacts } from './model-facts.tsx';
import shared from './models.module.css';
import { useLanguages } from './words.ts';

interface FolderFactsProps {
  readonly inspection: FolderInspection;
  readonly name: string;
  onName(name: string): void;
}

export function FolderFacts({ inspection, name, onName }: FolderFactsProps) {
  const { t } = useTranslation();
  const { manifest, bytes, layout, path } = inspection;
  return (
    <>
      <TextInput
        className={classes.nameField ?? ''}
        label={t('models.folder.name')}
        value={name}
        maxLength={80}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <p className={shared.goodAt}>{t(`models.folder.layouts.${layout}`)}</p>
      <ModelFacts
        languages={manifest.languages}
        bytes={bytes}
        dimensions={manifest.dimensions}
        dtype={manifest.dtype ?? null}
        licence={manifest.licence}
      />
      <p className={classes.path}>{path}</p>
    </>
  );
}

interface PrecisionProps {
  readonly inspection: FolderInspection;
  readonly dtype: string;
  onChange(dtype: string): void;
}

const described = ['fp32', 'fp16', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;

export function Precision({ inspection, dtype, onChange }: PrecisionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('models.manifest.precision')}>
      <div className={shared.panel}>
        <Radio.Group aria-label={t('models.manifest.precision')} value={dtype} onChange={onChange}>
          <div className={classes.precisions}>
            {inspection.choices.map((choice) => {
              const known = described.find((name) => name === choice.dtype);
              return (
                <Radio
                  key={choice.dtype}
                  value={choice.dtype}
                  label={`${choice.dtype} · ${format.bytes(choice.bytes)}`}
                  description={known === undefined ? undefined : t(`models.precisions.${known}`)}
                />
              );
            })}
          </div>
        </Radio.Group>
      </div>
    </Section>
  );
}

export function Notes({ notes }: { notes: readonly Assumption[] }) {
  const { t } = useTranslation();
  const languages = useLanguages();
  if (notes.length === 0) return null;
  return (
    <Section title={t('models.folder.notes')}>
      <ul className={`${shared.panel} ${classes.notes}`}>
        {notes.map((note) => (
          <li key={note.message}>
            {t(`models.assumed.${note.why}`, {
              ...note.values,
              // Codes in the files, names for people.
              ...(typeof note.values.languages === 'string'
                ? { languages: languages(note.values.languages.split(', ')).all }
                : {}),
            })}
          </li>
        ))}
      </ul>
    </Section>
  );
}
