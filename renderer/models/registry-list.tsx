/** Models worth having that are not on this machine yet, with the way to them. */
import type { AppError, MethodResult } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { download, downloadOf, useModels } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import { Section } from '../ui/page.tsx';
import { LicenceDialog } from './licence-dialog.tsx';
import { LicenceBadge, ModelFacts } from './model-facts.tsx';
import { ModelSourceLine } from './model-source.tsx';
import classes from './models.module.css';
import { TaskProgress } from './task-card.tsx';
import { useGoodAt } from './words.ts';

export type RegistryModel = MethodResult<'models.registry'>[number];

export function RegistryList({ registry }: { registry: UseQueryResult<RegistryModel[], AppError> }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<RegistryModel | null>(null);
  const models = registry.data?.filter((model) => !model.installed) ?? [];
  return (
    <Section title={t('models.add')}>
      <p className={classes.note}>{t('models.addLead')}</p>
      {registry.isPending ? <Skeleton height={160} radius="lg" role="status" aria-label={t('common.loading')} /> : null}
      {registry.isLoadingError ? (
        <p className={classes.problem} role="alert">
          {errorText(registry.error)}
        </p>
      ) : null}
      {registry.data !== undefined && models.length === 0 ? (
        <p className={classes.note}>{t('models.allThere')}</p>
      ) : null}
      {models.length === 0 ? null : (
        <ul className={classes.cards}>
          {models.map((model) => (
            <RegistryRow key={model.id} model={model} onDownload={() => setChosen(model)} />
          ))}
        </ul>
      )}
      <ModelSourceLine />
      <LicenceDialog model={chosen} onClose={() => setChosen(null)} />
    </Section>
  );
}

function RegistryRow({ model, onDownload }: { model: RegistryModel; onDownload(): void }) {
  const { t } = useTranslation();
  const goodAt = useGoodAt()(model.id, model.goodAt);
  const task = useModels((state) => downloadOf(state.tasks, model.id));
  return (
    <li className={classes.card} aria-label={model.name}>
      <div className={classes.cardHead}>
        <div className={classes.cardNames}>
          <span className={classes.cardName}>
            {model.name} <LicenceBadge licence={model.licence} />
          </span>
          <p className={classes.goodAt}>{goodAt}</p>
          <ModelFacts
            languages={model.languages}
            bytes={model.bytes}
            dimensions={model.dimensions}
            licence={model.licence.name}
          />
        </div>
        <div className={classes.cardActions}>
          {task !== null ? null : model.resumable ? (
            // The licence was accepted when the download began.
            <Button
              size="xs"
              leftSection={<IconDownload size={15} />}
              onClick={() => void download(model.id).catch(notifyError)}
            >
              {t('jobs.resume')}
            </Button>
          ) : (
            <Button size="xs" variant="light" leftSection={<IconDownload size={15} />} onClick={onDownload}>
              {t('models.download')}
            </Button>
          )}
        </div>
      </div>
      {task === null ? null : (
        <div className={classes.task}>
          <TaskProgress task={task} />
        </div>
      )}
    </li>
  );
}
