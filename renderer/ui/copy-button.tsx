/** Copies a text and says so in place. */
import { CopyButton as Copy } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/icon-button.tsx';

export function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Copy value={value} timeout={1600}>
      {({ copied, copy }) => (
        <IconButton label={label} tip={copied ? t('common.copied') : label} size="sm" onClick={copy}>
          {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
        </IconButton>
      )}
    </Copy>
  );
}
