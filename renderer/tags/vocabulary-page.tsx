/** The words products are tagged with: by group, with counts, and the means to tidy them. */
import type { VocabularyGroup, VocabularyTag } from '@contract';
import { Button, Checkbox, Menu, Skeleton, Table, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowMerge,
  IconDots,
  IconPencil,
  IconPlus,
  IconSearch,
  IconTags,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import type { useAnswer } from '../state/answers.ts';
import { clearQuery, toggleTag } from '../state/query.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { isColourGroup, useGroupName } from '../ui/group-name.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import { swatchOf } from '../ui/swatches.ts';
import { EditTag } from './edit-tag.tsx';
import { MergeTags } from './merge-tags.tsx';
import classes from './tags.module.css';

export function VocabularyPage({ vocabulary }: { vocabulary: ReturnType<typeof useAnswer<'tags.vocabulary'>> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState('');
  const [editing, setEditing] = useState<VocabularyTag | 'new' | null>(null);
  const groups = vocabulary.data;
  if (vocabulary.error !== null && groups === undefined) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${vocabulary.error.code}`)}
        actions={<Button onClick={() => void vocabulary.refetch()}>{t('common.retry')}</Button>}
      >
        {errorText(vocabulary.error)}
      </EmptyState>
    );
  }
  if (groups === undefined) return <Skeleton m={24} height={240} radius="lg" aria-label={t('common.loading')} />;
  const current = groups.find((member) => member.group === chosen) ?? groups[0];
  const create = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setEditing('new')}>
      {t('tags.new')}
    </Button>
  );
  return (
    <>
      {current === undefined ? (
        <EmptyState icon={<IconTags size={28} stroke={1.6} />} title={t('tags.noTags')} actions={create}>
          {t('tags.noTagsText')}
        </EmptyState>
      ) : (
        <div className={classes.vocabulary}>
          <nav className={classes.groups} aria-label={t('tags.groups')}>
            <ul>
              {groups.map((member) => (
                <li key={member.group}>
                  <button
                    type="button"
                    className={classes.groupButton}
                    aria-current={member === current ? 'true' : undefined}
                    onClick={() => setChosen(member.group)}
                  >
                    <span>{groupName(member.group)}</span>
                    <span className={classes.groupCount}>{format.number(member.tags.length)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <section className={classes.words} aria-label={groupName(current.group)}>
            <header className={classes.wordsHead}>
              <div>
                <h2 className={classes.wordsTitle}>{groupName(current.group)}</h2>
                <p className={classes.wordsLead}>{t(current.exclusive ? 'tags.exclusive' : 'tags.several')}</p>
              </div>
              <TextInput
                size="xs"
                w={200}
                aria-label={t('tags.find')}
                placeholder={t('tags.find')}
                leftSection={<IconSearch size={14} aria-hidden />}
                value={wanted}
                onChange={(event) => setWanted(event.currentTarget.value)}
              />
              {create}
            </header>
            <Words key={current.group} group={current} wanted={wanted} onEdit={setEditing} />
          </section>
        </div>
      )}
      <EditTag
        key={editing === null ? 'closed' : editing === 'new' ? 'new' : editing.id}
        tag={editing}
        groups={groups}
        group={current?.group ?? ''}
        onClose={() => setEditing(null)}
      />
    </>
  );
}

interface WordsProps {
  readonly group: VocabularyGroup;
  readonly wanted: string;
  onEdit(tag: VocabularyTag): void;
}

function Words({ group, wanted, onEdit }: WordsProps) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [merging, setMerging] = useState<readonly VocabularyTag[] | null>(null);
  const text = wanted.trim().toLocaleLowerCase();
  const rows = group.tags.filter((tag) =>
    [tag.name, ...tag.synonyms.map((synonym) => synonym.text)].some((name) => name.toLocaleLowerCase().includes(text)),
  );
  const most = Math.max(1, ...group.tags.map((tag) => tag.products));
  const toggle = (id: number): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <>
      {picked.size === 0 ? null : (
        <div className={classes.pickedBar} role="status">
          <span>{t('tags.picked', { count: picked.size })}</span>
          <Button
            size="compact-sm"
            leftSection={<IconArrowMerge size={15} />}
            disabled={picked.size < 2}
            onClick={() => setMerging(group.tags.filter((tag) => picked.has(tag.id)))}
          >
            {t('tags.merge')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setPicked(new Set())}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
      <Table.ScrollContainer minWidth={560} className={classes.tableFrame ?? ''}>
        <Table verticalSpacing={7} className={classes.table ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36} aria-label={t('tags.pickColumn')} />
              <Table.Th w="34%">{t('tags.name')}</Table.Th>
              <Table.Th>{t('tags.synonyms')}</Table.Th>
              <Table.Th w={170}>{t('import.products')}</Table.Th>
              <Table.Th w={120}>{t('tags.checked')}</Table.Th>
              <Table.Th w={44} aria-label={t('tags.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((tag) => (
              <Word
                key={tag.id}
                tag={tag}
                most={most}
                picked={picked.has(tag.id)}
                onPick={() => toggle(tag.id)}
                onEdit={() => onEdit(tag)}
                onMerge={() => setMerging([tag])}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MergeTags tags={merging} group={group} onClose={() => setMerging(null)} onMerged={() => setPicked(new Set())} />
    </>
  );
}

interface WordProps {
  readonly tag: VocabularyTag;
  readonly most: number;
  readonly picked: boolean;
  onPick(): void;
  onEdit(): void;
  onMerge(): void;
}

function Word({ tag, most, picked, onPick, onEdit, onMerge }: WordProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const swatch = isColourGroup(tag.group) ? swatchOf(tag.name) : null;
  return (
    <Table.Tr data-picked={picked}>
      <Table.Td>
        <Checkbox size="xs" checked={picked} aria-label={t('tags.pickTag', { name: tag.name })} onChange={onPick} />
      </Table.Td>
      <Table.Td>
        <span className={classes.word}>
          {swatch === null ? null : <span className={classes.swatch} style={{ backgroundColor: swatch }} />}
          {tag.name}
        </span>
      </Table.Td>
      <Table.Td>
        <span className={classes.synonyms}>
          {tag.synonyms.map((synonym) => (
            <span key={`${synonym.language}/${synonym.text}`} lang={synonym.language}>
              {synonym.text}
            </span>
          ))}
        </span>
      </Table.Td>
      <Table.Td>
        <span className={classes.amount}>
          <ShareBar share={tag.products / most} width={84} />
          {format.number(tag.products)}
        </span>
      </Table.Td>
      <Table.Td>
        <span className={classes.checked}>
          <Tooltip label={t('product.provenance.confirmed')}>
            <span data-kind="confirmed" data-none={tag.confirmed === 0}>
              ✓ {format.number(tag.confirmed)}
            </span>
          </Tooltip>
          <Tooltip label={t('product.provenance.rejected')}>
            <span data-kind="rejected" data-none={tag.rejected === 0}>
              ✕ {format.number(tag.rejected)}
            </span>
          </Tooltip>
        </span>
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-label={t('tags.actionsOf', { name: tag.name })}
            >
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={onEdit}>
              {t('tags.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowMerge size={15} />} onClick={onMerge}>
              {t('tags.mergeInto')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconSearch size={15} />}
              onClick={() => {
                clearQuery();
                toggleTag(tag.group, tag.name);
                navigate('/');
              }}
            >
              {t('library.showProducts')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
