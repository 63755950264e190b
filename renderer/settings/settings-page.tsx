/** What can be set: how the application looks and speaks, which model it searches with, and where that runs. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { LinkTabs } from '../ui/tabs.tsx';
import { GeneralPage } from './general-page.tsx';
import classes from './settings.module.css';

/** @param children routes of the parts that pages of their own show */
export function SettingsPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <LinkTabs
        label={t('nav.settings')}
        tabs={[
          { to: '/settings/general', label: t('settings.general') },
          { to: '/settings/models', label: t('models.title') },
          { to: '/settings/compute', label: t('compute.title') },
        ]}
      />
      <div className={classes.body}>
        <Switch>
          <Route path="/settings/general">
            <GeneralPage />
          </Route>
          {children}
          <Route>
            <Redirect to="/settings/general" replace />
          </Route>
        </Switch>
      </div>
    </div>
  );
}
