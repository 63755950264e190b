/** How the application looks and speaks, and what is known of the library. */
import { type MantineColorScheme, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { particulars } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { changeLanguage, currentLanguage, type Language, languages } from '../i18n/index.ts';
import { useLibrary } from '../state/library.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { KeyList } from '../ui/keys-dialog.tsx';
import { Page, Section } from '../ui/page.tsx';
import classes from './settings.module.css';
import { useHostSettings } from './use-host-settings.ts';

export function GeneralPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('settings.general')}>
      <Appearance />
      <LibraryFacts />
      <Updates />
      <Section title={t('keys.title')}>
        <div className={`${classes.panel} ${classes.keys}`}>
          <KeyList />
        </div>
      </Section>
    </Page>
  );
}

function Appearance() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Section title={t('settings.appearance')}>
      <div className={classes.panel}>
        <Row name={t('settings.language')}>
          <SegmentedControl
            aria-label={t('settings.language')}
            value={currentLanguage()}
            onChange={(value) => void changeLanguage(value as Language)}
            data={languages.map((language) => ({ value: language.code, label: language.name }))}
          />
        </Row>
        <Row name={t('settings.theme')}>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
            data={[
              { value: 'auto', label: t('settings.themes.auto') },
              { value: 'light', label: t('settings.themes.light') },
              { value: 'dark', label: t('settings.themes.dark') },
            ]}
          />
        </Row>
      </div>
    </Section>
  );
}

function LibraryFacts() {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useLibrary((state) => state.info);
  if (info === null || info === undefined) return null;
  return (
    <Section title={t('settings.library')}>
      <div className={classes.panel}>
        <Row name={t('settings.folder')}>
          <span className={classes.path}>{info.dir}</span>
          <CopyButton value={info.dir} label={t('product.copyPath')} />
        </Row>
        <Row name={t('settings.created')}>{format.date(info.createdAt)}</Row>
        <Row name={t('settings.index')}>
          <span className={classes.stacked}>
            <span>
              {t(`settings.indexes.${info.index.kind}`)}
              {info.index.rebuilding ? ` · ${t('settings.rebuilding')}` : ''}
            </span>
            <small>
              {t('settings.vectors', {
                images: format.number(info.index.images),
                texts: format.number(info.index.texts),
              })}
            </small>
            {info.index.kind === 'hnsw' ? <small>{t('settings.indexUse')}</small> : null}
          </span>
        </Row>
        {info.index.reason === null ? null : <p className={classes.reason}>{particulars(info.index.reason)}</p>}
      </div>
    </Section>
  );
}

/** Only where the host can update the application at all. */
function Updates() {
  const { t } = useTranslation();
  const { state, change } = useHostSettings();
  if (state === null) return null;
  return (
    <Section title={t('settings.updates')}>
      <div className={classes.panel}>
        <Row name={t('settings.autoUpdate')}>
          <Switch
            aria-label={t('settings.autoUpdate')}
            checked={state.autoUpdate}
            onChange={(event) => change({ autoUpdate: event.currentTarget.checked })}
          />
        </Row>
        <p className={classes.reason}>{t(`settings.updateStates.${state.updates}`)}</p>
      </div>
    </Section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <span className={classes.name}>{name}</span>
      <span className={classes.value}>{children}</span>
    </div>
  );
}
