/** Every key the application knows. */
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { create } from 'zustand';
import classes from './keys-dialog.module.css';

const useKeysDialog = create<{ opened: boolean }>(() => ({ opened: false }));

export function openKeysDialog(): void {
  useKeysDialog.setState({ opened: true });
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const keyGroups = [
  {
    title: 'everywhere',
    keys: [
      ['focusSearch', ['/']],
      ['palette', [apple ? '⌘' : 'Ctrl', 'K']],
      ['help', ['?']],
      ['paste', [apple ? '⌘' : 'Ctrl', 'V']],
    ],
  },
  {
    title: 'searchBar',
    keys: [
      ['enter', ['↵']],
      ['editLast', ['⌫']],
      ['toResults', ['↓']],
    ],
  },
  {
    title: 'results',
    keys: [
      ['move', ['←', '→', '↑', '↓']],
      ['open', ['↵']],
      ['more', ['M']],
      ['less', ['L']],
      ['ends', ['Home', 'End']],
      ['pages', ['PgUp', 'PgDn']],
      ['select', ['S']],
      ['grading', ['G']],
      ['grade', ['0', '–', '3']],
      ['notRelevant', ['X']],
      ['ungrade', ['⌫']],
      ['rerank', ['F']],
    ],
  },
  {
    title: 'product',
    keys: [
      ['neighbours', ['←', '→']],
      ['heat', ['H']],
      ['zoom', ['Z']],
      ['close', ['Esc']],
    ],
  },
  {
    title: 'duplicates',
    keys: [
      ['verdictSame', ['S']],
      ['verdictVariant', ['V']],
      ['verdictDifferent', ['D']],
      ['wholeGroup', ['⇧', 'S']],
      ['skipGroup', ['X']],
      ['judgeAgain', ['A']],
      ['undo', ['U']],
      ['reviewGroups', ['←', '→']],
      ['memberKeys', ['1', '–', '9']],
      ['keeper', ['K']],
      ['merge', ['M']],
      ['compareMode', ['C']],
      ['zoom', ['Z']],
      ['pan', ['⇧', '←']],
      ['flip', ['F']],
    ],
  },
  {
    title: 'tagReview',
    keys: [
      ['accept', ['A']],
      ['choose', ['1', '–', '5']],
      ['reject', ['R']],
      ['another', ['C']],
      ['takeOff', ['X']],
      ['later', ['N']],
      ['undo', ['U']],
    ],
  },
  {
    title: 'gradingMode',
    keys: [
      ['grade', ['0', '–', '3']],
      ['notRelevant', ['X']],
      ['between', ['←', '→']],
      ['nextQuery', ['N']],
      ['note', ['T']],
      ['undo', ['U']],
    ],
  },
] as const;

/** Keys of the page at hand come first. */
const places: Partial<Record<(typeof keyGroups)[number]['title'], string>> = { duplicates: '/duplicates' };

export function KeyList() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const isHere = ({ title }: (typeof keyGroups)[number]): boolean => location === places[title];
  return [...keyGroups.filter(isHere), ...keyGroups.filter((group) => !isHere(group))].map((group) => (
    <section key={group.title}>
      <h3 className={classes.keysTitle}>{t(`keys.groups.${group.title}`)}</h3>
      <dl className={classes.keys}>
        {group.keys.map(([name, keys]) => (
          <KeyRow key={name} label={t(`keys.${name}`)} keys={keys} />
        ))}
      </dl>
    </section>
  ));
}

function KeyRow({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </>
  );
}

export function KeysDialog() {
  const { t } = useTranslation();
  const opened = useKeysDialog((state) => state.opened);
  return (
    <Modal
      opened={opened}
      onClose={() => useKeysDialog.setState({ opened: false })}
      title={t('keys.title')}
      size="min(880px, calc(100vw - 80px))"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.keyColumns}>
        <KeyList />
      </div>
    </Modal>
  );
}
