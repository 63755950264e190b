/** The branches that have products, opened one below the other. */
import type { CategoryNode } from '@contract';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import classes from './categories.module.css';

interface BranchesProps {
  readonly chosen: string | null;
  onChoose(path: string | null): void;
}

export function Branches({ chosen, onChoose }: BranchesProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.branches}>
      <button type="button" className={classes.branch} aria-current={chosen === null} onClick={() => onChoose(null)}>
        <span className={classes.branchName}>{t('categories.all')}</span>
      </button>
      <Level parent={null} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

function Level({ parent, chosen, onChoose }: BranchesProps & { readonly parent: string | null }) {
  const { data = [] } = useAnswer('taxonomy.branches', { parent });
  return (
    <ul className={classes.level}>
      {data.map((node) => (
        <Branch key={node.path} node={node} chosen={chosen} onChoose={onChoose} />
      ))}
    </ul>
  );
}

function Branch({ node, chosen, onChoose }: BranchesProps & { readonly node: CategoryNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(node.path.split(' > ').length === 1);
  return (
    <li>
      <div className={classes.row}>
        {node.children ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={opened}
            aria-label={t('categories.below', { name: node.name })}
            onClick={() => setOpened(!opened)}
          >
            <IconChevronRight size={14} data-opened={opened} aria-hidden />
          </button>
        ) : (
          <span className={classes.fold} />
        )}
        <button
          type="button"
          className={classes.branch}
          aria-current={chosen === node.path}
          onClick={() => onChoose(node.path)}
        >
          <span className={classes.branchName}>{node.name}</span>
          <span className={classes.counts}>
            {node.open === 0 ? null : (
              <span title={t('categories.sureOf', { sure: format.number(node.sure), open: format.number(node.open) })}>
                {format.number(node.open)}
              </span>
            )}
            {node.settled === 0 ? null : <span className={classes.settled}>✓ {format.number(node.settled)}</span>}
          </span>
        </button>
      </div>
      {opened && node.children ? <Level parent={node.path} chosen={chosen} onChoose={onChoose} /> : null}
    </li>
  );
}
