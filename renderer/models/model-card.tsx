/** A model on this machine: what it is good at, what the library holds of it, and what can be done with it. */
import type { Job, LibraryModel, ModelSummary, SelfTest } from '@contract';
import { ActionIcon, Badge, Button, Menu, Skeleton } from '@mantine/core';
import {
  IconDatabaseOff,
  IconDots,
  IconGauge,
  IconHistory,
  IconListDetails,
  IconScale,
  IconStethoscope,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { errorText } from '../i18n/error-text.ts';
import { command } from '../state/engine.ts';
import { useLibraryModels } from '../state/library-models.ts';
import { trialOf, useModels } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import { focusFirstItem } from '../ui/first-item.ts';
import { DropVectorsDialog } from './drop-vectors.tsx';
import { ModelDetails } from './model-details.tsx';
import { ModelFacts } from './model-facts.tsx';
import classes from './models.module.css';
import { RemoveModelDialog } from './remove-model.tsx';
import { RunsOn } from './runs-on.tsx';
import { SelfTestResult } from './self-test.tsx';
import { TaskProgress } from './task-card.tsx';
import { useMeasure } from './use-measure.ts';
import { UseModelDialog } from './use-model.tsx';
import { VectorsState } from './vectors-state.tsx';
import { useGoodAt } from './words.ts';

interface ModelCardProps {
  readonly model: ModelSummary;
  /** What the open library holds of it; undefined while none is open. */
  readonly held: LibraryModel | undefined;
  /** Whether that is still being counted. */
  readonly counting: boolean;
  readonly job: Job | null;
  /** The sentence of the list of models, for those that are on it. */
  readonly goodAt: string | undefined;
}

export function ModelCard({ model, held, counting, job, goodAt }: ModelCardProps) {
  const { t } = useTranslation();
  const sentence = useGoodAt()(model.id, goodAt);
  const task = useModels((state) => trialOf(state.tasks, model.id));
  const [test, setTest] = useState<SelfTest | null>(null);
  const [testing, setTesting] = useState(false);
  const [using, setUsing] = useState(false);
  const runTest = async (): Promise<void> => {
    setTesting(true);
    setTest(null);
    try {
      setTest(await command('models.test', { id: model.id }));
    } catch (error) {
      notifyError(error);
    } finally {
      setTesting(false);
    }
  };
  return (
    <li className={classes.card} data-active={model.active} aria-label={model.name}>
      <div className={classes.cardHead}>
        <div className={classes.cardNames}>
          <span className={classes.cardName}>
            {model.name}
            {model.active ? <StateBadge tone="yes" text={t('models.inUse')} /> : null}
            {model.bundled ? <StateBadge tone="plain" text={t('models.bundled')} /> : null}
          </span>
          {sentence === undefined ? null : <p className={classes.goodAt}>{sentence}</p>}
          <ModelFacts
            languages={model.languages}
            bytes={model.bytes}
            dimensions={model.dimensions}
            dtype={model.dtype}
            licence={model.bundled ? undefined : model.licence}
          />
        </div>
        <div className={classes.cardActions}>
          {model.active || held === undefined || model.problem !== null || job !== null ? null : (
            <Button size="xs" onClick={() => setUsing(true)}>
              {t(held.complete ? 'models.switch' : 'models.use')}
            </Button>
          )}
          <CardMenu model={model} held={held} testing={testing} onTest={() => void runTest()} />
        </div>
      </div>
      {model.problem === null ? null : (
        <p className={classes.problem} role="alert">
          {errorText(model.problem)}
        </p>
      )}
      {model.active ? <RunsOn /> : null}
      {held === undefined && counting ? <Skeleton height={20} width={280} aria-label={t('common.loading')} /> : null}
      {held === undefined ? null : <VectorsState model={held} job={job} />}
      {task === null ? null : (
        <div className={classes.task}>
          <TaskProgress task={task} />
        </div>
      )}
      {test === null ? null : <SelfTestResult test={test} />}
      {held === undefined ? null : (
        <UseModelDialog model={model} held={held} opened={using} onClose={() => setUsing(false)} />
      )}
    </li>
  );
}

function StateBadge({ tone, text }: { tone: 'yes' | 'plain'; text: string }) {
  return (
    <Badge
      size="sm"
      variant="light"
      color={tone === 'yes' ? 'teal' : 'gray'}
      className={classes.badge ?? ''}
      data-tone={tone}
    >
      {text}
    </Badge>
  );
}

interface CardMenuProps {
  readonly model: ModelSummary;
  readonly held: LibraryModel | undefined;
  readonly testing: boolean;
  onTest(): void;
}

function CardMenu({ model, held, testing, onTest }: CardMenuProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'details' | 'drop' | 'remove' | null>(null);
  const { busy, measure } = useMeasure(model.id);
  const close = (): void => setDialog(null);
  const { models } = useLibraryModels();
  const ready = models.filter(({ installed, complete }) => installed && complete).map(({ modelId }) => modelId);
  const droppable = held !== undefined && !held.inUse && held.images + held.texts > 0;
  return (
    <>
      {model.problem !== null ? null : (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconStethoscope size={15} />}
          loading={testing}
          onClick={onTest}
        >
          {t('models.testIt')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconListDetails size={15} />}
        onClick={() => setDialog('details')}
      >
        {t('models.details')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('models.more', { name: model.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown ref={focusFirstItem}>
          <Menu.Item
            leftSection={<IconHistory size={16} />}
            disabled={!ready.includes(model.id) || ready.length < 2}
            onClick={() => navigate(`/settings/models/searches/${encodeURIComponent(model.id)}`)}
          >
            {t('models.past.open')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconScale size={16} />}
            disabled={model.active || held?.complete !== true}
            onClick={() => navigate(`/learning/compare/${encodeURIComponent(model.id)}`)}
          >
            {t('models.compare')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconGauge size={16} />}
            disabled={model.problem !== null || busy}
            onClick={() => void measure()}
          >
            {t('models.measureIt')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDatabaseOff size={16} />}
            disabled={!droppable}
            onClick={() => setDialog('drop')}
          >
            {t('models.drop')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            disabled={model.active || model.bundled}
            onClick={() => setDialog('remove')}
          >
            {t('models.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ModelDetails model={model} opened={dialog === 'details'} onClose={close} />
      <DropVectorsDialog model={dialog === 'drop' ? (held ?? null) : null} onClose={close} />
      <RemoveModelDialog model={model} opened={dialog === 'remove'} onClose={close} />
    </>
  );
}
