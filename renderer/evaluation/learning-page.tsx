/** What the grades are worth: learning a ranking from them, and measuring what any ranking is worth. */
import '@mantine/charts/styles.css';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { useLibrary } from '../state/library.ts';
import { LinkTabs } from '../ui/tabs.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { BlindPage } from './blind-page.tsx';
import { ComparePage } from './compare-page.tsx';
import classes from './evaluation.module.css';
import { HistoryPage } from './history-page.tsx';
import { LearnPage } from './learn-page.tsx';
import { MeasurePage } from './measure-page.tsx';
import { TagQualityPage } from './tag-quality-page.tsx';

export function LearningPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  if (info === null) return <Welcome />;
  return (
    <div className={classes.page}>
      <LinkTabs
        label={t('nav.learning')}
        tabs={[
          { to: '/learning/learn', label: t('learning.tabs.learn') },
          { to: '/learning/measure', label: t('learning.tabs.measure') },
          { to: '/learning/compare', label: t('learning.tabs.compare') },
          { to: '/learning/blind', label: t('learning.tabs.blind') },
          { to: '/learning/tags', label: t('learning.tabs.tags') },
          { to: '/learning/history', label: t('learning.tabs.history') },
        ]}
      />
      <div className={classes.body}>
        <Switch>
          <Route path="/learning/learn">
            <LearnPage />
          </Route>
          <Route path="/learning/measure">
            <MeasurePage />
          </Route>
          <Route path="/learning/compare/:model?">
            {({ model }) => <ComparePage model={model === undefined ? null : decodeURIComponent(model)} />}
          </Route>
          <Route path="/learning/blind">
            <BlindPage />
          </Route>
          <Route path="/learning/tags">
            <TagQualityPage />
          </Route>
          <Route path="/learning/history">
            <HistoryPage />
          </Route>
          <Route>
            <Redirect to="/learning/learn" replace />
          </Route>
        </Switch>
      </div>
    </div>
  );
}
