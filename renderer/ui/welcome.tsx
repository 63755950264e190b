/** The first minute: no library, or one with nothing in it. */
import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconFolderOpen, IconPhotoPlus, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { chooseImport } from '../state/import.ts';
import { openLibrary, useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { PathChooser } from './path-chooser.tsx';
import classes from './welcome.module.css';

export function Welcome() {
  const { t } = useTranslation();
  const recent = useLibrary((state) => state.recent);
  const [choosing, setChoosing] = useState<'folder' | 'table' | null>(null);
  const others = recent.filter((library) => library.exists && !library.current).slice(0, 4);
  return (
    <div className={classes.welcome}>
      <div className={classes.welcomeInner}>
        <div className={classes.fan} aria-hidden>
          <span />
          <span />
          <span>
            <IconPhotoPlus size={44} stroke={1.3} />
          </span>
        </div>
        <h1 className={classes.welcomeTitle}>{t('welcome.title')}</h1>
        <p className={classes.welcomeText}>{t('welcome.text')}</p>
        <div className={classes.welcomeActions}>
          <Button size="md" leftSection={<IconFolderOpen size={18} />} onClick={() => setChoosing('folder')}>
            {t('library.openFolder')}
          </Button>
          <Button
            size="md"
            variant="default"
            leftSection={<IconFileSpreadsheet size={18} />}
            onClick={() => setChoosing('table')}
          >
            {t('welcome.table')}
          </Button>
        </div>
        <ul className={classes.promises}>
          <li>{t('welcome.local')}</li>
          <li>{t('welcome.untouched')}</li>
          <li>{t('welcome.resume')}</li>
        </ul>
        {others.length === 0 ? null : (
          <div className={classes.welcomeRecent}>
            <span>{t('library.recent')}</span>
            {others.map((library) => (
              <Button
                key={library.dir}
                size="xs"
                variant="subtle"
                leftSection={<IconSparkles size={14} />}
                onClick={() => void openLibrary(library.dir).catch(notifyError)}
              >
                {library.name}
              </Button>
            ))}
          </div>
        )}
      </div>
      <PathChooser
        opened={choosing !== null}
        choice={choosing ?? 'import'}
        onClose={() => setChoosing(null)}
        onPick={(path) => {
          chooseImport(path);
          navigate('/library/import');
        }}
      />
    </div>
  );
}
