/** What can be set: how the application looks and speaks, which model it searches with, and where that runs. */
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { ComputePage } from '../models/compute-page.tsx';
import { FolderPage } from '../models/folder-page.tsx';
import { ModelsPage } from '../models/models-page.tsx';
import { LinkTabs } from '../ui/tabs.tsx';
import { GeneralPage } from './general-page.tsx';
import classes from './settings.module.css';

export function SettingsPage() {
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
          <Route path="/settings/models/folder">
            <FolderPage />
          </Route>
          <Route path="/settings/models">
            <ModelsPage />
          </Route>
          <Route path="/settings/compute">
            <ComputePage />
          </Route>
          <Route>
            <Redirect to="/settings/general" replace />
          </Route>
        </Switch>
      </div>
    </div>
  );
}
