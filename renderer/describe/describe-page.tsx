/** From bare photos to a tagged catalog: words to begin with, then each proposed tag as a wall of photos. */
import type { VocabularyGroup } from '@contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { DescribeTabs } from '../ui/describe-tabs.tsx';
import { Welcome } from '../ui/welcome.tsx';
import classes from './describe.module.css';
import { StarterWords } from './starter-words.tsx';
import { Walls } from './walls.tsx';

export function DescribePage({ group }: { group: string | undefined }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const info = useLibrary((state) => state.info);
  const [adding, setAdding] = useState(false);
  const { data: vocabulary } = useAnswer('tags.vocabulary', info === null ? null : {});
  if (info === null) return <Welcome />;
  if (vocabulary === undefined) return <div className={classes.page} role="status" aria-label={t('common.loading')} />;
  const groups = vocabulary.filter(isVisible);
  const current = groups.find((own) => own.group === group) ?? groups[0];
  return (
    <div className={classes.page}>
      <DescribeTabs />
      {adding || current === undefined ? (
        <StarterWords
          first={current === undefined}
          onDone={(began) => {
            setAdding(false);
            if (began !== undefined) navigate(`/describe/tags/${encodeURIComponent(began)}`);
          }}
        />
      ) : (
        <Walls
          key={current.group}
          group={current.group}
          vocabulary={groups}
          onGroup={(next) => navigate(`/describe/tags/${encodeURIComponent(next)}`)}
          onMore={() => setAdding(true)}
        />
      )}
    </div>
  );
}

/** Sizes cannot be seen, nor can hundreds of brands be gone through. */
function isVisible({ group, tags }: VocabularyGroup): boolean {
  return group !== 'size' && group !== 'sku' && tags.length > 0 && tags.length <= 400;
}
