/** Finds a tag of the vocabulary by name or synonym; what is not there yet can be made on the spot. */
import type { Tag, VocabularyGroup } from '@contract';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { useGroupName } from './group-name.ts';
import classes from './tag-picker.module.css';

const shown = 40;

interface TagPickerProps {
  readonly label: string;
  readonly vocabulary: readonly VocabularyGroup[];
  /** Only tags of this group. */
  readonly group?: string | undefined;
  /** Whether a tag that is not in the vocabulary may be named: it is added to it, in `group` or in one that is chosen with it. */
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
  const homes = creatable ? groupsForNew(vocabulary, group, wanted) : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter should take the best match of what is typed now
  useEffect(() => {
    if (wanted === '') combobox.resetSelectedOption();
    else combobox.selectFirstOption();
  }, [wanted]);
  const pick = (value: string): void => {
    const [inGroup = '', name = ''] = JSON.parse(value) as string[];
    setText('');
    combobox.closeDropdown();
    const tag = { group: inGroup, name };
    const known = vocabulary.some(
      (member) => member.group === inGroup && member.tags.some((each) => each.name === name),
    );
    if (known) onPick(tag);
    else void addToVocabulary(tag).then((added) => added && onPick(tag));
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
          data-autofocus={autoFocus || undefined}
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
      <Combobox.Dropdown hidden={found.length + homes.length === 0}>
        <Combobox.Options aria-label={label} mah={260} style={{ overflowY: 'auto' }}>
          {found.slice(0, shown).map((tag) => (
            <Combobox.Option key={`${tag.group}/${tag.name}`} value={JSON.stringify([tag.group, tag.name])}>
              <span className={classes.option}>
                {group === undefined ? <span className={classes.optionGroup}>{groupName(tag.group)}</span> : null}
                <span className={classes.optionName}>{tag.name}</span>
                <span className={classes.optionCount}>{format.number(tag.products)}</span>
              </span>
            </Combobox.Option>
          ))}
          {homes.map((home) => (
            <Combobox.Option key={home} value={JSON.stringify([home, wanted])}>
              <span className={classes.option}>
                {group === undefined ? <span className={classes.optionGroup}>{groupName(home)}</span> : null}
                <IconPlus size={14} aria-hidden />
                {t('tags.makeNew', { name: wanted })}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface FoundTag extends Tag {
  readonly products: number;
}

/** Tags whose name, a synonym or the group starts with or holds the text, those that start with it first. */
export function findTags(vocabulary: readonly VocabularyGroup[], group: string | undefined, text: string): FoundTag[] {
  const wanted = text.trim().toLocaleLowerCase();
  const found: (FoundTag & { rank: number })[] = [];
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

/** Groups that a tag of this name could be new in, those with the most tags first; none while nothing is typed or where it is there already. */
export function groupsForNew(
  vocabulary: readonly VocabularyGroup[],
  group: string | undefined,
  wanted: string,
): string[] {
  const asked = vocabulary.filter((member) => group === undefined || member.group === group);
  if (wanted === '' || asked.some(({ tags }) => tags.some(({ name }) => same(name, wanted)))) return [];
  if (group !== undefined) return [group];
  return asked.sort((a, b) => b.tags.length - a.tags.length).map((member) => member.group);
}

/** @returns whether it is there now */
async function addToVocabulary(tag: Tag): Promise<boolean> {
  try {
    await command('tags.create', { ...tag, by: judgeName() });
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

function same(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}
