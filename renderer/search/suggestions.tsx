/** What drops down from the search bar: past questions, and how to write one. */
import type { MethodResult, QueryPart } from '@contract';
import { Combobox } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './search-bar.module.css';

type History = MethodResult<'search.history'>;

const remembered = 50;
const shown = 6;
/** Results show while one types, so the list takes little of their room. */
const shownTyping = 4;

/** Past questions that contain what is typed, read anew each time the list opens. */
export function useHistory(opened: boolean, text: string): History {
  const { data: history = [] } = useAnswer('search.history', opened ? { limit: remembered } : null);
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return history.slice(0, shown);
  const labelled = history.map((entry) => ({ entry, label: entry.label.toLocaleLowerCase() }));
  // What is typed already needs no suggestion.
  const fitting = labelled.filter(({ label }) => label.includes(wanted) && label !== wanted);
  return fitting.slice(0, shownTyping).map(({ entry }) => entry);
}

/** While a person types, only past questions that fit are worth covering the results for. */
export function Suggestions({ history, typing }: { history: History; typing: boolean }) {
  const { t } = useTranslation();
  return (
    <Combobox.Dropdown className={classes.dropdown} hidden={typing && history.length === 0}>
      <Combobox.Options aria-label={t('search.recent')}>
        {history.length === 0 ? null : <div className={classes.dropdownTitle}>{t('search.recent')}</div>}
        {history.map((entry) => (
          <Combobox.Option key={entry.id} value={String(entry.id)} className={classes.option}>
            <IconHistory size={15} stroke={1.7} className={classes.optionIcon} aria-hidden />
            {entry.parts.map((part) => (
              <PastPart key={JSON.stringify(part)} part={part} />
            ))}
          </Combobox.Option>
        ))}
      </Combobox.Options>
      {typing ? null : (
        <div className={classes.tips} data-below={history.length > 0}>
          <span>
            <code>{t('search.tips.minusExample')}</code> {t('search.tips.minus')}
          </span>
          <span>
            <code>{t('search.tips.phraseExample')}</code> {t('search.tips.phrase')}
          </span>
          <span>
            <code>{t('search.tips.weightExample')}</code> {t('search.tips.weight')}
          </span>
          <span>{t('search.tips.drop')}</span>
        </div>
      )}
    </Combobox.Dropdown>
  );
}

function PastPart({ part }: { part: QueryPart }) {
  const { t } = useTranslation();
  const weight = Math.abs(part.weight);
  return (
    <span className={classes.pastPart} data-sign={part.weight > 0 ? 'plus' : 'minus'}>
      {part.weight < 0 ? '−' : ''}
      {part.kind === 'image' ? (
        <Photo fit="tile" className={classes.pastPhoto} src={`query/${part.hash}`} alt="" eager />
      ) : null}
      {part.kind === 'text' ? part.text : part.name || t(part.kind === 'image' ? 'search.picture' : 'search.aProduct')}
      {weight === 1 ? '' : ` ×${weight}`}
    </span>
  );
}
