/** The bar on the left: the places of the application by what a merchant comes to do, what waits in each, and how the window looks and speaks. */
import type { Place } from '@contract';
import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconChevronDown,
  IconHelp,
  IconLanguage,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import icon from '../../assets/icons/icon.svg';
import { useFormat } from '../i18n/format.ts';
import { changeLanguage, currentLanguage, languages } from '../i18n/index.ts';
import { usePreferences } from '../state/preferences.ts';
import { useWaitingByPlace } from '../state/waiting.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useTheme } from './actions.ts';
import classes from './navigation.module.css';
import { pagesOf, placeAt, places, type Section, sections } from './places.ts';

/** Room enough for names beside the icons. */
const wideFrom = '(min-width: 1400px)';

export function useWideNavigation(): boolean {
  const chosen = usePreferences((state) => state.wideNavigation);
  const roomy = useMediaQuery(wideFrom, false, { getInitialValueInEffect: false });
  return chosen ?? roomy;
}

export function Navigation() {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const { help } = places;
  const wide = useWideNavigation();
  const setWide = usePreferences((state) => state.setWideNavigation);
  const size = wide ? 34 : 28;
  const Turn = wide ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  return (
    <div className={classes.rail} data-wide={wide}>
      <Link href={places.start.to} className={classes.brand} tabIndex={-1} aria-hidden>
        <img className={classes.logo} src={icon} alt="" />
        {wide ? <span>Lookalike</span> : null}
      </Link>
      <nav className={classes.places} aria-label={t('shell.navigation')}>
        {sections.map((section) => (
          <NavSection key={section.id} section={section} />
        ))}
      </nav>
      <div className={classes.tools}>
        <LanguageMenu size={size} />
        <ThemeToggle size={size} />
        <IconButton
          label={t(help.name)}
          size={size}
          tipPosition="right"
          aria-current={location.startsWith(help.to) ? 'page' : undefined}
          onClick={() => navigate(help.to)}
        >
          <IconHelp size={19} stroke={1.7} />
        </IconButton>
        <IconButton
          label={t(wide ? 'nav.narrow' : 'nav.widen')}
          size={size}
          tipPosition="right"
          aria-expanded={wide}
          onClick={() => setWide(!wide)}
        >
          <Turn size={19} stroke={1.7} />
        </IconButton>
      </div>
    </div>
  );
}

function NavSection({ section }: { section: Section }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const waiting = useWaitingByPlace();
  const { foldedSections, toggleSection } = usePreferences();
  const pages = pagesOf(section);
  if (pages.length === 0) return null;
  const { id, name } = section;
  const folded = name !== undefined && foldedSections.includes(id);
  const here = placeAt(location);
  // Where one is stays in sight.
  const shown = folded ? pages.filter((page) => page === here) : pages;
  const hidden = pages.filter((page) => !shown.includes(page)).reduce((sum, page) => sum + (waiting[page] ?? 0), 0);
  return (
    <div className={classes.section}>
      {name === undefined ? null : (
        <button
          type="button"
          className={classes.heading}
          aria-expanded={!folded}
          aria-label={hidden > 0 ? t('nav.waits', { name: t(name), count: hidden }) : t(name)}
          onClick={() => toggleSection(id)}
        >
          <span>{t(name)}</span>
          <IconChevronDown className={classes.chevron} size={12} stroke={2.2} data-folded={folded} aria-hidden />
          <Count value={hidden} />
        </button>
      )}
      {shown.length === 0 ? null : (
        <ul className={classes.links}>
          {shown.map((page) => (
            <NavLink key={page} place={page} current={page === here} count={waiting[page] ?? 0} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface NavLinkProps {
  readonly place: Place;
  readonly current: boolean;
  readonly count: number;
}

function NavLink({ place, current, count }: NavLinkProps) {
  const { t } = useTranslation();
  const { name, icon: Icon, to } = places[place];
  const label = t(name);
  return (
    <li>
      <Link
        href={to}
        className={classes.link}
        aria-current={current ? 'page' : undefined}
        aria-label={count > 0 ? t('nav.waits', { name: label, count }) : label}
      >
        <Icon size={19} stroke={1.7} aria-hidden />
        <span className={classes.name}>{label}</span>
        <Count value={count} tone={place === 'problems' ? 'problem' : 'calm'} />
      </Link>
    </li>
  );
}

function Count({ value, tone = 'calm' }: { value: number; tone?: 'calm' | 'problem' }) {
  const format = useFormat();
  if (value === 0) return null;
  return (
    <span className={classes.count} data-tone={tone} aria-hidden>
      {value > 999 ? `${format.number(999)}+` : format.number(value)}
    </span>
  );
}

function ThemeToggle({ size }: { size: number }) {
  const { t } = useTranslation();
  const { name, icon: Icon, run } = useTheme();
  return (
    <IconButton label={t(name)} size={size} tipPosition="right" onClick={run}>
      <Icon size={19} stroke={1.7} />
    </IconButton>
  );
}

function LanguageMenu({ size }: { size: number }) {
  const { t } = useTranslation();
  return (
    <Menu position="right-end">
      <Menu.Target>
        <IconButton label={t('settings.language')} size={size} tipPosition="right">
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
