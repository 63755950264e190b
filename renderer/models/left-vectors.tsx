/** Vectors of models whose files are not on this machine: they cost disk, and are of use once the model is back. */
import type { LibraryModel } from '@contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Section } from '../ui/page.tsx';
import { DropVectorsDialog } from './drop-vectors.tsx';
import classes from './models.module.css';

export function LeftVectors({ models }: { models: readonly LibraryModel[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dropping, setDropping] = useState<LibraryModel | null>(null);
  return (
    <Section title={t('models.left.title')}>
      <ul className={classes.cards}>
        {models.map((model) => (
          <li key={model.modelId} className={classes.left} aria-label={model.name}>
            <span className={classes.leftNames}>
              <strong>{model.name}</strong>
              <span>
                {t('models.left.text', { pictures: format.number(model.images), bytes: format.bytes(model.bytes) })}
              </span>
            </span>
            <Button size="xs" variant="default" onClick={() => setDropping(model)}>
              {t('models.drop')}
            </Button>
          </li>
        ))}
      </ul>
      <DropVectorsDialog model={dropping} onClose={() => setDropping(null)} />
    </Section>
  );
}
