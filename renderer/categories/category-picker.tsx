/** Finds a category by the words of its path. */
import { TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import classes from './categories.module.css';

export function CategoryPicker({ onPick }: { onPick(path: string): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const { data = [] } = useAnswer('taxonomy.find', wanted === '' ? null : { text: wanted, limit: 20 });
  const found = wanted === '' ? [] : data;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = found;
        if (first !== undefined) onPick(first.path);
      }}
    >
      <TextInput
        data-autofocus
        aria-label={t('categories.find')}
        placeholder={t('categories.find')}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.found} aria-label={t('categories.find')}>
        {found.map(({ path }) => (
          <li key={path}>
            <UnstyledButton className={classes.foundOne} onClick={() => onPick(path)}>
              {path}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </form>
  );
}
