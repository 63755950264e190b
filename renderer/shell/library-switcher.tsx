/** The open library and the way to another one. */
import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconFolderOpen, IconPhotoPlus, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { openLibrary, useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { focusFirstItem } from '../ui/first-item.ts';
import { PathChooser } from '../ui/path-chooser.tsx';
import { PathText } from '../ui/path-text.tsx';
import classes from './shell.module.css';

export function LibrarySwitcher() {
  const { t } = useTranslation();
  const { info, recent } = useLibrary();
  const [picking, setPicking] = useState(false);
  const name = info?.name ?? t('library.none');
  const open = (dir: string): void => {
    openLibrary(dir).then(() => navigate('/start'), notifyError);
  };
  return (
    <>
      <Menu position="bottom-start" width={340} classNames={{ itemLabel: classes.menuLabel }}>
        <Menu.Target>
          <UnstyledButton className={classes.library} aria-label={t('library.switch', { name })}>
            <span className={classes.initial} aria-hidden>
              {initialOf(name)}
            </span>
            <span className={classes.libraryNames}>
              <span className={classes.libraryName}>{name}</span>
              <span className={classes.libraryDetail}>
                {info === null || info === undefined
                  ? t('library.noneDetail')
                  : t('library.products', { count: info.products })}
              </span>
            </span>
            <IconSelector size={16} color="var(--la-text-3)" aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown ref={focusFirstItem}>
          {recent.length === 0 ? null : <Menu.Label>{t('library.recent')}</Menu.Label>}
          {recent.slice(0, 8).map((library) => (
            <Menu.Item
              key={library.dir}
              disabled={!library.exists}
              rightSection={library.current ? <IconCheck size={15} aria-label={t('library.current')} /> : null}
              onClick={() => (library.current ? navigate('/') : open(library.dir))}
            >
              <span className={classes.menuRow}>
                <span className={classes.initial} aria-hidden>
                  {initialOf(library.name)}
                </span>
                <span className={classes.libraryNames}>
                  <Text size="sm" truncate>
                    {library.name}
                  </Text>
                  <Text size="xs" c="dimmed" component="span" display="block">
                    {library.exists ? <PathText path={library.dir} /> : t('library.gone')}
                  </Text>
                </span>
              </span>
            </Menu.Item>
          ))}
          {recent.length === 0 ? null : <Menu.Divider />}
          <Menu.Item leftSection={<IconPhotoPlus size={16} />} onClick={() => navigate('/library/import')}>
            {t('library.openFolder')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderOpen size={16} />} onClick={() => setPicking(true)}>
            {t('library.openLibrary')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PathChooser opened={picking} choice="library" onClose={() => setPicking(false)} onPick={open} />
    </>
  );
}

function initialOf(name: string): string {
  return ([...name.trim()][0] ?? '·').toUpperCase();
}
