/** Tags: what is likely wrong, what is missing, and the words there are. */
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { LinkTabs } from '../ui/tabs.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { LearnedPage } from './learned-page.tsx';
import { ReviewPage } from './review-page.tsx';
import classes from './tags.module.css';
import { VocabularyPage } from './vocabulary-page.tsx';

export function TagsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useLibrary((state) => state.info);
  const vocabulary = useAnswer('tags.vocabulary', info === null ? null : {});
  if (info === null) return <Welcome />;
  const groups = vocabulary.data ?? [];
  const tags = groups.reduce((sum, group) => sum + group.tags.length, 0);
  return (
    <div className={classes.page}>
      <h1 className={classes.hiddenTitle}>{t('nav.tags')}</h1>
      <LinkTabs
        label={t('nav.tags')}
        tabs={[
          { to: '/tags/wrong', label: t('tags.tabs.wrong') },
          { to: '/tags/suggestions', label: t('tags.tabs.suggestions') },
          {
            to: '/tags/vocabulary',
            label: t('tags.tabs.vocabulary'),
            count: vocabulary.data === undefined ? undefined : format.number(tags),
          },
          { to: '/tags/learned', label: t('tags.tabs.learned') },
        ]}
      />
      <Switch>
        <Route path="/tags/wrong">
          <ReviewPage key="wrong" kind="wrong" vocabulary={groups} />
        </Route>
        <Route path="/tags/suggestions">
          <ReviewPage key="suggestions" kind="suggestions" vocabulary={groups} />
        </Route>
        <Route path="/tags/vocabulary">
          <VocabularyPage vocabulary={vocabulary} />
        </Route>
        <Route path="/tags/learned">
          <LearnedPage vocabulary={groups} />
        </Route>
        <Route>
          <Redirect to="/tags/wrong" replace />
        </Route>
      </Switch>
    </div>
  );
}
