/** The slim bar on the left: the places of the application, and how it looks and speaks. */
import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCopy,
  IconFolders,
  IconHelp,
  IconLanguage,
  IconMoon,
  IconSchool,
  IconSearch,
  IconSettings,
  IconStars,
  IconSun,
  IconTags,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import icon from '../../assets/icons/icon.svg';
import { useFormat } from '../i18n/format.ts';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { openDuplicates, useDuplicates } from '../state/duplicates.ts';
import { useLibrary } from '../state/library.ts';
import { openKeysDialog } from '../ui/keys-dialog.tsx';
import classes from './shell.module.css';

export function Navigation() {
  const { t } = useTranslation();
  const problems = useLibrary((state) => state.info?.problems ?? 0);
  const duplicates = useDuplicates((state) => openDuplicates(state.state));
  return (
    <div className={classes.rail}>
      <nav className={classes.places} aria-label={t('shell.navigation')}>
        <img className={classes.logo} src={icon} alt="Lookalike" />
        <ul className={classes.links}>
          <NavLink to="/" icon={<IconSearch size={20} stroke={1.7} />} label={t('nav.search')} />
          <NavLink
            to="/duplicates"
            icon={<IconCopy size={20} stroke={1.7} />}
            label={t('nav.duplicates')}
            count={duplicates}
          />
          <NavLink to="/tags" icon={<IconTags size={20} stroke={1.7} />} label={t('nav.tags')} />
          <NavLink to="/labels" icon={<IconStars size={20} stroke={1.7} />} label={t('nav.labels')} />
          <NavLink to="/learning" icon={<IconSchool size={20} stroke={1.7} />} label={t('nav.learning')} />
          <NavLink to="/library" icon={<IconFolders size={20} stroke={1.7} />} label={t('nav.library')} />
          <NavLink
            to="/problems"
            icon={<IconAlertTriangle size={20} stroke={1.7} />}
            label={t('nav.problems')}
            count={problems}
          />
          <NavLink to="/settings" icon={<IconSettings size={20} stroke={1.7} />} label={t('nav.settings')} />
        </ul>
      </nav>
      <div className={classes.spacer} />
      <LanguageMenu />
      <ThemeToggle />
      <Tooltip label={t('keys.title')} position="right">
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('keys.title')} onClick={openKeysDialog}>
          <IconHelp size={19} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function NavLink({ to, icon, label, count = 0 }: { to: string; icon: ReactNode; label: string; count?: number }) {
  const [location] = useLocation();
  const format = useFormat();
  const active = to === '/' ? location === '/' || location.startsWith('/product/') : location.startsWith(to);
  return (
    <li>
      <Link href={to} className={classes.link} aria-current={active ? 'page' : undefined} aria-label={label}>
        {icon}
        <span>{label}</span>
        {count > 0 ? <span className={classes.count}>{count > 99 ? '99+' : format.number(count)}</span> : null}
      </Link>
    </li>
  );
}

function ThemeToggle() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme('light');
  const label = scheme === 'dark' ? t('shell.toLight') : t('shell.toDark');
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={19} stroke={1.7} /> : <IconMoon size={19} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}

function LanguageMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="right-end">
      <Menu.Target>
        <Tooltip label={t('settings.language')} position="right">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('settings.language')}>
            <IconLanguage size={19} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item
            key={language.code}
            fw={language.code === currentLanguage() ? 600 : 400}
            onClick={() => void changeLanguage(language.code)}
          >
            {language.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
