/** Makes a tag, or changes its name, group and synonyms. */
import type { Synonym, VocabularyGroup, VocabularyTag } from '@contract';
import { Autocomplete, Button, Modal, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../state/engine.ts';
import { judgeName } from '../state/judge.ts';
import { useGroupName } from '../ui/group-name.ts';
import { notifyUndoable } from '../ui/undo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import classes from './tags.module.css';

interface EditTagProps {
  /** null while the dialog is closed. */
  readonly tag: VocabularyTag | 'new' | null;
  readonly groups: readonly VocabularyGroup[];
  /** Where a new tag goes unless said otherwise. */
  readonly group: string;
  onClose(): void;
}

export function EditTag({ tag, groups, group: usual, onClose }: EditTagProps) {
  const { t } = useTranslation();
  const known = tag === 'new' || tag === null ? null : tag;
  const [name, setName] = useState(known?.name ?? '');
  const [group, setGroup] = useState(known?.group ?? usual);
  const [english, setEnglish] = useState(textsOf(known, 'en'));
  const [chinese, setChinese] = useState(textsOf(known, 'zh'));
  const groupName = useGroupName();
  const { busy, run } = useBusy();
  const save = async (): Promise<void> => {
    const synonyms: Synonym[] = [
      ...english.map((text) => ({ language: 'en' as const, text })),
      ...chinese.map((text) => ({ language: 'zh' as const, text })),
    ];
    const entry = { group: group.trim(), name: name.trim(), synonyms, by: judgeName() };
    await run(async () => {
      if (known === null) await command('tags.create', entry);
      else {
        const { operation } = await command('tags.edit', { tagId: known.id, ...entry });
        notifyUndoable(t('tags.edited', { name: entry.name }), operation);
      }
      onClose();
    });
  };
  return (
    <Modal
      opened={tag !== null}
      onClose={onClose}
      title={known === null ? t('tags.new') : t('tags.editTitle', { name: known.name })}
      size={460}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('tags.name')}
          value={name}
          maxLength={80}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Autocomplete
          label={t('tags.group')}
          data={groups.map((member) => member.group)}
          renderOption={({ option }) => groupName(option.value)}
          description={groupName(group) === group ? undefined : t('tags.groupShown', { name: groupName(group) })}
          value={group}
          maxLength={40}
          onChange={setGroup}
        />
        <TagsInput
          label={t('tags.synonymsEnglish')}
          description={t('tags.synonymsHint')}
          value={english}
          onChange={setEnglish}
          clearable={false}
        />
        <TagsInput label={t('tags.synonymsChinese')} value={chinese} onChange={setChinese} clearable={false} />
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === '' || group.trim() === ''}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function textsOf(tag: VocabularyTag | null, language: Synonym['language']): string[] {
  return tag?.synonyms.filter((synonym) => synonym.language === language).map((synonym) => synonym.text) ?? [];
}
