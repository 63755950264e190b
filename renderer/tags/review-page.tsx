/** One question at a time: the photo large, what the tag says, what the evidence says, and a key for each answer. */
import type { ReviewItem, ReviewOrder, VocabularyGroup } from '@contract';
import { Button, Loader, Select, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconPhotoPlus,
  IconSparkles,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useLibrary } from '../state/library.ts';
import { useActions } from '../ui/actions.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { LargePhoto } from '../ui/large-photo.tsx';
import { answerActions } from './actions.ts';
import { ApplySuggestions } from './apply-suggestions.tsx';
import { Question } from './question.tsx';
import classes from './review.module.css';
import { ReviewProgress } from './review-progress.tsx';
import { ReviewStrip } from './review-strip.tsx';
import { chooseInstead, type TagReview, useTagReview } from './tag-review.ts';

export type ReviewKind = 'wrong' | 'suggestions';

interface ReviewPageProps {
  readonly kind: ReviewKind;
  readonly vocabulary: readonly VocabularyGroup[];
}

export function ReviewPage({ kind, vocabulary }: ReviewPageProps) {
  const { t } = useTranslation();
  const usual: ReviewOrder = kind === 'wrong' ? 'suspicious' : 'uncertain';
  const [random, setRandom] = useState(false);
  const [group, setGroup] = useState<string | null>(null);
  const [applying, setApplying] = useState(false);
  const review = useTagReview(random ? 'random' : usual, group);
  const { past } = review;
  const groupName = useGroupName();
  return (
    <section className={classes.page} aria-label={t(`tags.tabs.${kind}`)}>
      <div className={classes.bar}>
        <ReviewProgress review={review} />
        <span className={classes.spacer} />
        {kind === 'suggestions' ? (
          <Button size="xs" variant="light" leftSection={<IconSparkles size={15} />} onClick={() => setApplying(true)}>
            {t('tags.apply.open')}
          </Button>
        ) : null}
        <Select
          size="xs"
          w={150}
          aria-label={t('tags.group')}
          placeholder={t('tags.allGroups')}
          clearable
          clearButtonProps={{ 'aria-label': t('tags.allGroups') }}
          data={vocabulary.map((member) => ({ value: member.group, label: groupName(member.group) }))}
          value={group}
          onChange={setGroup}
        />
        <Select
          size="xs"
          w={170}
          aria-label={t('tags.order')}
          allowDeselect={false}
          data={[
            { value: usual, label: t(`tags.orders.${usual}`) },
            { value: 'random', label: t('tags.orders.random') },
          ]}
          value={random ? 'random' : usual}
          onChange={(value) => setRandom(value === 'random')}
        />
        <Tooltip label={t('tags.undoHint')}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} />}
            disabled={past.length === 0}
            aria-keyshortcuts={answerActions.undo.keys[0]}
            onClick={() => review.undo()}
          >
            {t('common.undo')}
          </Button>
        </Tooltip>
      </div>
      <Body kind={kind} review={review} vocabulary={vocabulary} />
      {review.current === undefined && past.length === 0 ? null : <ReviewStrip review={review} />}
      <ApplySuggestions
        opened={applying}
        group={group}
        onClose={() => setApplying(false)}
        onDone={() => void review.load()}
      />
    </section>
  );
}

function Body({
  kind,
  review,
  vocabulary,
}: { kind: ReviewKind; review: TagReview } & Pick<ReviewPageProps, 'vocabulary'>) {
  const { t } = useTranslation();
  const [anyway, setAnyway] = useState(false);
  const { current: item, left } = review;
  const { error, asking, head, status } = review.state;
  if (error !== null && item === undefined) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={() => void review.load()}>{t('common.retry')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  if (item === undefined && (asking || status === 'loading')) {
    return (
      <div className={classes.waiting}>
        <span role="status">
          <Loader size="sm" aria-hidden />
          {t('tags.thinking')}
        </span>
      </div>
    );
  }
  if (item === undefined || (left === 0 && !anyway && head?.learning !== true)) {
    if (vocabulary.length === 0) return <NoTags />;
    return <AllDone kind={kind} review={review} onAnyway={item === undefined ? null : () => setAnyway(true)} />;
  }
  return (
    <Desk key={`${item.product.id}/${item.group}`} kind={kind} review={review} item={item} vocabulary={vocabulary} />
  );
}

function NoTags() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <div className={classes.done}>
      <EmptyState
        icon={<IconSparkles size={28} stroke={1.6} />}
        title={t('tags.noTags')}
        actions={<Button onClick={() => navigate('/tags/vocabulary')}>{t('tags.tabs.vocabulary')}</Button>}
      >
        {t('tags.noTagsText')}
      </EmptyState>
    </div>
  );
}

interface AllDoneProps {
  readonly kind: ReviewKind;
  readonly review: TagReview;
  /** Goes on with what is not worth asking; null when there is nothing. */
  readonly onAnyway: (() => void) | null;
}

function AllDone({ kind, review, onAnyway }: AllDoneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const undecided = review.state.head?.undecided ?? 0;
  const products = useLibrary((state) => state.info?.products ?? 0);
  if (products === 0) {
    return (
      <EmptyState
        icon={<IconPhotoPlus size={28} stroke={1.6} />}
        title={t('tags.noProducts')}
        actions={<Button onClick={() => navigate('/library/import')}>{t('library.add')}</Button>}
      >
        {t('tags.noProductsText')}
      </EmptyState>
    );
  }
  return (
    <div className={classes.done}>
      <EmptyState
        icon={<IconCircleCheck size={30} stroke={1.5} />}
        title={t(`tags.none.${kind}`)}
        actions={
          <>
            {onAnyway === null ? null : (
              <Button variant="default" onClick={onAnyway}>
                {t('tags.anyway', { count: undecided, number: format.number(undecided) })}
              </Button>
            )}
            {review.past.length === 0 ? null : (
              <Button variant="default" leftSection={<IconArrowBackUp size={15} />} onClick={() => review.undo()}>
                {t('common.undo')}
              </Button>
            )}
          </>
        }
      >
        {t(`tags.noneText.${kind}`)}
      </EmptyState>
    </div>
  );
}

interface DeskProps extends ReviewPageProps {
  readonly review: TagReview;
  readonly item: ReviewItem;
}

function Desk({ kind, review, item, vocabulary }: DeskProps) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const answers = useActions(answerActions, { review, choose: () => setChoosing(true) });
  return (
    <div className={classes.desk} data-question={`${item.product.sku}/${item.group}`}>
      <LargePhoto image={item.product.image} alt={item.product.title} />
      <Question
        item={item}
        kind={kind}
        vocabulary={vocabulary}
        answers={answers}
        choosing={choosing}
        onChoosing={setChoosing}
        onPick={(tag) => review.answer('changed', chooseInstead(item, tag))}
      />
      <span className={classes.hidden} role="status">
        {t('tags.nowAsked', { name: item.product.title })}
      </span>
    </div>
  );
}
