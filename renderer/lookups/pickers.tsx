/** How photos come into the table: chosen, a folder of them, or by phone; and those that are on their way. */
import { Button, Progress } from '@mantine/core';
import { IconDeviceMobile, IconFolder, IconPhotoPlus } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lookUpPhotos, photosOf, stopComing, useLookups } from '../state/lookups.ts';
import { notifyError } from '../state/notify.tsx';
import { openPhone } from '../state/phone.ts';
import classes from './lookups.module.css';

/** Photos that are still being handed over. */
export function Coming() {
  const { t } = useTranslation();
  const coming = useLookups((state) => state.coming);
  if (coming === null || coming.total < 2) return null;
  const { done, total } = coming;
  return (
    <div className={classes.coming} role="status">
      <span>{t('lookups.coming', { done, count: total })}</span>
      <Progress
        className={classes.comingBar}
        value={(100 * done) / total}
        size="sm"
        aria-label={t('lookups.comingBar')}
      />
      <Button size="compact-sm" variant="default" onClick={stopComing}>
        {t('jobs.cancel')}
      </Button>
    </div>
  );
}

export function Pickers({ large = false }: { large?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Picker label={t('lookups.pick')} icon={<IconPhotoPlus size={large ? 17 : 15} />} large={large} />
      <Picker label={t('lookups.pickFolder')} icon={<IconFolder size={large ? 17 : 15} />} large={large} folder />
      <Button
        {...(large ? {} : { size: 'xs' })}
        variant="default"
        leftSection={<IconDeviceMobile size={large ? 17 : 15} />}
        onClick={() => void openPhone()}
      >
        {t('phone.open')}
      </Button>
    </>
  );
}

interface PickerProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly large: boolean;
  readonly folder?: boolean;
}

function Picker({ label, icon, large, folder = false }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(large ? {} : { size: 'xs' })}
        variant={large && !folder ? 'filled' : 'default'}
        leftSection={icon}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        {...(folder ? { webkitdirectory: '' } : { accept: 'image/*' })}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          try {
            void lookUpPhotos(photosOf(files));
          } catch (error) {
            notifyError(error);
          }
        }}
      />
    </>
  );
}
