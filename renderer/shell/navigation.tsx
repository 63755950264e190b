/** The slim bar on the left: the places of the application, and how it looks and speaks. */
import { Menu } from '@mantine/core';
import { IconHelp, IconLanguage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import icon from '../../assets/icons/icon.svg';
import { openDuplicates, useDuplicates } from '../duplicates/groups.ts';
import { useFormat } from '../i18n/format.ts';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { useLibrary } from '../state/library.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useTheme, windowActions } from './actions.ts';
import { places } from './places.ts';
import classes from './shell.module.css';

export function Navigation() {
  const { t } = useTranslation();
  const { help } = windowActions;
  const counts: Readonly<Record<string, number>> = {
    problems: useLibrary((state) => state.info?.problems ?? 0),
    duplicates: useDuplicates((state) => openDuplicates(state.state)),
  };
  return (
    <div className={classes.rail}>
      <nav className={classes.places} aria-label={t('shell.navigation')}>
        <img className={classes.logo} src={icon} alt="Lookalike" />
        <ul className={classes.links}>
          {Object.entries(places).map(([place, { name, icon: Icon, to }]) =>
            place === 'import' ? null : (
              <NavLink
                key={place}
                to={to}
                icon={<Icon size={20} stroke={1.7} />}
                label={t(name)}
                count={counts[place]}
              />
            ),
          )}
        </ul>
      </nav>
      <div className={classes.spacer} />
      <LanguageMenu />
      <ThemeToggle />
      <IconButton label={t(help.name)} tipPosition="right" onClick={help.run}>
        <IconHelp size={19} stroke={1.7} />
      </IconButton>
    </div>
  );
}

interface NavLinkProps {
  readonly to: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly count: number | undefined;
}

function NavLink({ to, icon, label, count = 0 }: NavLinkProps) {
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
  const { name, icon: Icon, run } = useTheme();
  return (
    <IconButton label={t(name)} tipPosition="right" onClick={run}>
      <Icon size={19} stroke={1.7} />
    </IconButton>
  );
}

function LanguageMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="right-end">
      <Menu.Target>
        <IconButton label={t('settings.language')} tipPosition="right">
          <IconLanguage size={19} stroke={1.7} />
        </IconButton>
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
