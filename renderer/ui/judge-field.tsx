/** The name that grades and corrections are written down under. */
import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshGrades } from '../state/grading.ts';
import { setJudge, useJudge } from '../state/judge.ts';
import classes from './judge-field.module.css';

export function JudgeField() {
  const { t } = useTranslation();
  const id = useId();
  const judge = useJudge((state) => state.judge);
  const [text, setText] = useState(judge);
  const save = (): void => {
    setJudge(text);
    setText(useJudge.getState().judge);
    if (useJudge.getState().judge !== judge) void refreshGrades();
  };
  return (
    <span className={classes.judge}>
      <label htmlFor={id}>{t('grading.judge')}</label>
      <TextInput
        id={id}
        size="xs"
        value={text}
        maxLength={80}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </span>
  );
}
