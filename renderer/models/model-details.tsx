/** Everything that `model.json` of an installed model says, in a dialog. */
import type { ModelSummary } from '@contract';
import { Modal, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useAnswer } from '../state/answers.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './manifest.module.css';
import { ManifestView } from './manifest-view.tsx';

interface ModelDetailsProps {
  readonly model: ModelSummary;
  readonly opened: boolean;
  onClose(): void;
}

export function ModelDetails({ model, opened, onClose }: ModelDetailsProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={model.name} size={860}>
      <p className={classes.folder}>
        <span>{model.folder}</span>
        <CopyButton value={model.folder} label={t('product.copyPath')} />
      </p>
      <Manifest id={model.id} />
    </Modal>
  );
}

function Manifest({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useAnswer('models.describe', { id });
  if (error !== null) return <Text c="red">{errorText(error)}</Text>;
  if (data === undefined) return <Skeleton height={280} radius="md" role="status" aria-label={t('common.loading')} />;
  return <ManifestView manifest={data.manifest} />;
}
