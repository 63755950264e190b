/** The models on this machine, which of them the library searches with, and which others there are. */
import type { LibraryModel, ModelSummary } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconFolderPlus, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useAnswer } from '../state/answers.ts';
import { useJobs } from '../state/jobs.ts';
import { useLibraryModels } from '../state/library-models.ts';
import { jobOf } from '../state/models.ts';
import { Failure } from '../ui/failure.tsx';
import { Page, Section } from '../ui/page.tsx';
import { LeftVectors } from './left-vectors.tsx';
import { ModelCard } from './model-card.tsx';
import classes from './models.module.css';
import { RegistryList } from './registry-list.tsx';

export function ModelsPage() {
  const { t } = useTranslation();
  const installed = useAnswer('models.list', {});
  const registry = useAnswer('models.registry', {});
  const { models: inLibrary, counting } = useLibraryModels();
  const models = installed.data ?? [];
  const gone = inLibrary.filter((model) => !model.installed && model.images + model.texts > 0);
  const card = (model: ModelSummary) => (
    <Card
      key={model.id}
      model={model}
      held={inLibrary.find(({ modelId }) => modelId === model.id)}
      counting={counting}
      goodAt={registry.data?.find(({ id }) => id === model.id)?.goodAt}
    />
  );
  const others = models.filter((model) => !model.active);
  return (
    <Page
      title={t('models.title')}
      lead={t('models.lead')}
      actions={
        <Button
          variant="default"
          leftSection={<IconFolderPlus size={17} />}
          onClick={() => navigate('/settings/models/folder')}
        >
          {t('models.addFolder')}
        </Button>
      }
    >
      {installed.isLoadingError ? (
        <Failure
          error={installed.error}
          icon={<IconStack2 size={30} stroke={1.5} />}
          onAction={() => void installed.refetch()}
        />
      ) : null}
      {installed.isPending ? (
        <Skeleton height={180} radius="lg" role="status" aria-label={t('common.loading')} />
      ) : null}
      {models.some((model) => model.active) ? (
        <Section title={t('models.inUse')}>
          <ul className={classes.cards}>{models.filter((model) => model.active).map(card)}</ul>
        </Section>
      ) : null}
      {others.length === 0 ? null : (
        <Section title={t(others.length === models.length ? 'models.onThisMachine' : 'models.others')}>
          <ul className={classes.cards}>{others.map(card)}</ul>
        </Section>
      )}
      {gone.length === 0 ? null : <LeftVectors models={gone} />}
      {installed.data === undefined ? null : <RegistryList registry={registry} />}
    </Page>
  );
}

interface CardProps {
  readonly model: ModelSummary;
  readonly held: LibraryModel | undefined;
  readonly counting: boolean;
  readonly goodAt: string | undefined;
}

function Card({ model, held, counting, goodAt }: CardProps) {
  const job = useJobs((state) => jobOf(state.jobs, held));
  return <ModelCard model={model} held={held} counting={counting} job={job} goodAt={goodAt} />;
}
