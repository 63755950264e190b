/** The tags of one product with where they came from, what is suggested beside them, and the means to correct both. */
import type { Decision, StatedTag, Suggestion, Tag } from '@contract';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowBack, IconCheck, IconFilter, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { noteHabit } from '../state/habits.ts';
import { judgeName } from '../state/judge.ts';
import { notifyError } from '../state/notify.tsx';
import { toggleTag } from '../state/query.ts';
import { compareGroups, useGroupName } from '../ui/group-name.ts';
import { useReasonText } from '../ui/reason-text.ts';
import { TagPicker } from '../ui/tag-picker.tsx';
import { notifyUndoable } from '../ui/undo.tsx';
import product from './product.module.css';
import classes from './product-tags.module.css';

type Verdict = Decision['verdict'];

interface ProductTagsProps {
  readonly productId: number;
  /** Shown until more is known, in the places that they will have then. */
  readonly known: readonly Tag[];
}

export function ProductTags({ productId, known }: ProductTagsProps) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  const { data, isPending, refetch } = useAnswer('tags.ofProduct', { productId });
  const vocabulary = useAnswer('tags.vocabulary', {});
  const decide = async (tag: Tag, verdict: Verdict): Promise<void> => {
    try {
      const decisions = [{ productId, tag: { group: tag.group, name: tag.name }, verdict }];
      const { operation } = await command('tags.decide', { decisions, by: judgeName() });
      noteHabit('tagsAtOnce');
      if (operation !== null) {
        const said = t(`tags.said.${verdict}`, { name: tag.name });
        notifyUndoable(said, operation, () => void refetch(), groupName(tag.group));
      }
      await refetch();
    } catch (error) {
      notifyError(error);
    }
  };
  const tags = data?.tags ?? [];
  const suggestions = data?.suggestions ?? [];
  const waiting = isPending ? known : [];
  const groups = [...new Set([...tags, ...suggestions, ...waiting].map((tag) => tag.group))].sort(compareGroups);
  return (
    <section className={product.section} aria-label={t('product.tags')}>
      <h3 className={product.heading}>{t('product.tags')}</h3>
      <dl className={product.facts}>
        {groups.map((group) => (
          <div key={group}>
            <dt>{groupName(group)}</dt>
            <dd className={classes.tags}>
              {waiting
                .filter((tag) => tag.group === group)
                .map((tag) => (
                  <span key={tag.name} className={product.tag}>
                    {tag.name}
                  </span>
                ))}
              {tags
                .filter((tag) => tag.group === group)
                .map((tag) => (
                  <TagChip key={tag.name} tag={tag} onDecide={decide} />
                ))}
              {suggestions
                .filter((tag) => tag.group === group)
                .map((tag) => (
                  <SuggestedChip key={tag.name} tag={tag} onDecide={decide} />
                ))}
            </dd>
          </div>
        ))}
      </dl>
      {data?.learning ? <p className={classes.learning}>{t('tags.learningShort')}</p> : null}
      <div className={classes.add}>
        <TagPicker
          size="xs"
          label={t('tags.add')}
          vocabulary={vocabulary.data ?? []}
          creatable
          onPick={(tag) => void decide(tag, 'confirmed')}
        />
      </div>
    </section>
  );
}

interface ChipProps<T> {
  readonly tag: T;
  onDecide(tag: Tag, verdict: Verdict): Promise<void>;
}

function TagChip({ tag, onDecide }: ChipProps<StatedTag>) {
  const { t } = useTranslation();
  const provenance = useProvenance(tag);
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <button
          type="button"
          className={product.tag}
          data-provenance={tag.provenance}
          data-contradicted={tag.contradicted}
          title={provenance}
          aria-label={t('tags.tagOf', { name: tag.name, provenance })}
        >
          {tag.provenance === 'confirmed' ? (
            <IconCheck className={classes.tick} size={13} stroke={2.4} aria-hidden />
          ) : null}
          {tag.name}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{provenance}</Menu.Label>
        {tag.provenance === 'confirmed' ? null : (
          <Menu.Item leftSection={<IconCheck size={15} />} onClick={() => void onDecide(tag, 'confirmed')}>
            {t('tags.confirm')}
          </Menu.Item>
        )}
        {tag.provenance === 'rejected' ? null : (
          <Menu.Item leftSection={<IconX size={15} />} onClick={() => void onDecide(tag, 'rejected')}>
            {t('tags.isWrong')}
          </Menu.Item>
        )}
        {(tag.provenance === 'confirmed' || tag.provenance === 'rejected') && !tag.contradicted ? (
          <Menu.Item leftSection={<IconArrowBack size={15} />} onClick={() => void onDecide(tag, 'cleared')}>
            {t('tags.clear')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconFilter size={15} />}
          onClick={() => {
            toggleTag(tag.group, tag.name);
            navigate('/');
          }}
        >
          {t('product.filterBy', { name: tag.name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Who said so, and when; for imported tags only that they came with the catalog. */
function useProvenance(tag: StatedTag): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (tag.contradicted) return t('tags.contradicted');
  const what = t(`product.provenance.${tag.provenance}`);
  if (tag.by === null) return what;
  return t('tags.byWhom', { what, by: tag.by, when: format.since(tag.at) });
}

function SuggestedChip({ tag, onDecide }: ChipProps<Suggestion>) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useReasonText();
  return (
    <Tooltip label={tag.reasons.map(reasonText).join(' · ')} multiline maw={320}>
      <span className={classes.suggested}>
        {tag.name}
        <span className={classes.share}>{format.estimate(tag.confidence)}</span>
        <ActionIcon
          size={18}
          variant="subtle"
          aria-label={t('tags.accept', { name: tag.name })}
          onClick={() => void onDecide(tag, 'confirmed')}
        >
          <IconCheck size={13} stroke={2.4} />
        </ActionIcon>
        <ActionIcon
          size={18}
          variant="subtle"
          color="gray"
          aria-label={t('tags.rejectNamed', { name: tag.name })}
          onClick={() => void onDecide(tag, 'rejected')}
        >
          <IconX size={13} stroke={2.4} />
        </ActionIcon>
      </span>
    </Tooltip>
  );
}
