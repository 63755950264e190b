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
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { isTyping } from '../ui/is-typing.ts';
import { LargePhoto } from '../ui/large-photo.tsx';
import { ApplySuggestions } from './apply-suggestions.tsx';
import { Question } from './question.tsx';
import classes from './review.module.css';
import { ReviewProgress } from './review-progress.tsx';
import { ReviewStrip } from './review-strip.tsx';
import { chooseInstead, keepAsItIs, type Review, refuse, useReview } from './use-review.ts';

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
  const review = useReview(random ? 'random' : usual, group);
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
            disabled={review.past.length === 0}
            aria-keyshortcuts="U"
            onClick={review.undo}
          >
            {t('common.undo')}
          </Button>
        </Tooltip>
      </div>
      <Body kind={kind} review={review} vocabulary={vocabulary} />
      {review.item === null && review.past.length === 0 ? null : <ReviewStrip review={review} />}
      <ApplySuggestions opened={applying} group={group} onClose={() => setApplying(false)} onDone={review.reload} />
    </section>
  );
}

function Body({
  kind,
  review,
  vocabulary,
}: { kind: ReviewKind; review: Review } & Pick<ReviewPageProps, 'vocabulary'>) {
  const { t } = useTranslation();
  const [anyway, setAnyway] = useState(false);
  const { item, error, loading } = review;
  if (error !== null && item === null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={review.reload}>{t('common.retry')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  if (item === null && loading) {
    return (
      <div className={classes.waiting}>
        <span role="status">
          <Loader size="sm" aria-hidden />
          {t('tags.thinking')}
        </span>
      </div>
    );
  }
  if (item === null || (review.left === 0 && !anyway && !review.learning)) {
    if (vocabulary.length === 0) return <NoTags />;
    return <AllDone kind={kind} review={review} onAnyway={item === null ? null : () => setAnyway(true)} />;
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
  readonly review: Review;
  /** Goes on with what is not worth asking; null when there is nothing. */
  readonly onAnyway: (() => void) | null;
}

function AllDone({ kind, review, onAnyway }: AllDoneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
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
                {t('tags.anyway', { count: review.undecided, number: format.number(review.undecided) })}
              </Button>
            )}
            {review.past.length === 0 ? null : (
              <Button variant="default" leftSection={<IconArrowBackUp size={15} />} onClick={review.undo}>
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
  readonly review: Review;
  readonly item: ReviewItem;
}

function Desk({ kind, review, item, vocabulary }: DeskProps) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const accept = (): void => {
    const [first] = item.proposals;
    if (first !== undefined) review.decide('changed', chooseInstead(item, first));
  };
  const reject = (): void => {
    if (item.current === null) review.decide('rejected', refuse(item));
    else review.decide('kept', keepAsItIs(item));
  };
  const takeOff = (): void => {
    if (item.current !== null) review.decide('rejected', refuse(item));
  };
  const choose = (place: number): void => {
    const proposal = item.proposals[place];
    if (proposal !== undefined) review.decide('changed', chooseInstead(item, proposal));
  };
  useReviewKeys({
    a: accept,
    r: reject,
    x: takeOff,
    c: () => setChoosing(true),
    n: review.skip,
    ArrowRight: review.skip,
    u: review.undo,
    '1': () => choose(0),
    '2': () => choose(1),
    '3': () => choose(2),
    '4': () => choose(3),
    '5': () => choose(4),
  });
  return (
    <div className={classes.desk} data-question={`${item.product.sku}/${item.group}`}>
      <LargePhoto image={item.product.image} alt={item.product.title} />
      <Question
        item={item}
        kind={kind}
        vocabulary={vocabulary}
        choosing={choosing}
        onChoosing={setChoosing}
        onAccept={accept}
        onReject={reject}
        onTakeOff={takeOff}
        onSkip={review.skip}
        onPick={(tag) => review.decide('changed', chooseInstead(item, tag))}
      />
      <span className={classes.hidden} role="status">
        {t('tags.nowAsked', { name: item.product.title })}
      </span>
    </div>
  );
}

function useReviewKeys(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || isTyping(event.target) || event.repeat) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
      if ((event.ctrlKey || event.metaKey) && !isUndo) return;
      const action = actions[isUndo ? 'u' : event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
