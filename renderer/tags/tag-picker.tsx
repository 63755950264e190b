/** Finds a tag of the vocabulary by name or synonym; what is not there yet can be made on the spot. */
import type { Tag, VocabularyGroup } from '@contract';
import { Combobox, ScrollArea, TextInput, useCombobox } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../search/group-name.ts';
import classes from './tags.module.css';

const shown = 40;

interface TagPickerProps {
  readonly label: string;
  readonly vocabulary: readonly VocabularyGroup[];
  /** Only tags of this group. */
  readonly group?: string | undefined;
  /** Whether a tag that is not in the vocabulary may be named; needs a group. */
  readonly creatable?: boolean;
  readonly autoFocus?: boolean;
  readonly size?: 'xs' | 'sm';
  onPick(tag: Tag): void;
  onCancel?(): void;
}

export function TagPicker(props: TagPickerProps) {
  const { label, vocabulary, group, creatable = false, autoFocus = false, size = 'sm', onPick, onCancel } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = findTags(vocabulary, group, text);
  const wanted = text.trim();
  const isNew =
    creatable && group !== undefined && wanted !== '' && !found.some(({ name }) => same(name, wanted)) ? wanted : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter should take the best match of what is typed now
  useEffect(() => {
    if (wanted === '') combobox.resetSelectedOption();
    else combobox.selectFirstOption();
  }, [wanted]);
  const pick = (value: string): void => {
    const [inGroup = '', name = ''] = JSON.parse(value) as string[];
    setText('');
    combobox.closeDropdown();
    onPick({ group: inGroup, name });
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} shadow="md">
      <Combobox.Target>
        <TextInput
          size={size}
          aria-label={label}
          placeholder={label}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          autoFocus={autoFocus}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (onCancel === undefined) combobox.closeDropdown();
            else onCancel();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0 && isNew === null}>
        <Combobox.Options aria-label={label}>
          <ScrollArea.Autosize mah={260} type="auto">
            {found.slice(0, shown).map((tag) => (
              <Combobox.Option key={`${tag.group}/${tag.name}`} value={JSON.stringify([tag.group, tag.name])}>
                <span className={classes.option}>
                  {group === undefined ? <span className={classes.optionGroup}>{groupName(tag.group)}</span> : null}
                  <span className={classes.optionName}>{tag.name}</span>
                  <span className={classes.optionCount}>{format.number(tag.products)}</span>
                </span>
              </Combobox.Option>
            ))}
            {isNew === null ? null : (
              <Combobox.Option value={JSON.stringify([group, isNew])}>
                <span className={classes.option}>
                  <IconPlus size={14} aria-hidden />
                  {t('tags.makeNew', { name: isNew })}
                </span>
              </Combobox.Option>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface Found extends Tag {
  readonly products: number;
}

/** Tags whose name, a synonym or the group starts with or holds the text, those that start with it first. */
export function findTags(vocabulary: readonly VocabularyGroup[], group: string | undefined, text: string): Found[] {
  const wanted = text.trim().toLocaleLowerCase();
  const found: (Found & { rank: number })[] = [];
  for (const member of vocabulary) {
    if (group !== undefined && member.group !== group) continue;
    for (const tag of member.tags) {
      const names = [tag.name, ...tag.synonyms.map((synonym) => synonym.text), `${member.group} ${tag.name}`];
      const places = names.map((name) => name.toLocaleLowerCase().indexOf(wanted)).filter((place) => place >= 0);
      if (places.length === 0) continue;
      found.push({
        group: member.group,
        name: tag.name,
        products: tag.products,
        rank: Math.min(...places) > 0 ? 1 : 0,
      });
    }
  }
  return found.sort((a, b) => a.rank - b.rank || b.products - a.products);
}

function same(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}
