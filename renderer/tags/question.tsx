/** What is asked of one product, what speaks for and against, and the answers. */
import type { Reason, ReviewItem, StatedTag, Suggestion, Tag, VocabularyGroup } from '@contract';
import { Button, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconExternalLink, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { isColourGroup, useGroupName } from '../ui/group-name.ts';
import { KeyButton } from '../ui/key-button.tsx';
import { useReasonText } from '../ui/reason-text.ts';
import { ShareBar } from '../ui/share-bar.tsx';
import { swatchOf } from '../ui/swatches.ts';
import { TagPicker } from '../ui/tag-picker.tsx';
import type { Answers } from './actions.ts';
import classes from './review.module.css';
import type { ReviewKind } from './review-page.tsx';

/** Below this suspicion a tag is more likely right than wrong. */
const plausible = 0.5;

interface QuestionProps {
  readonly kind: ReviewKind;
  readonly item: ReviewItem;
  readonly vocabulary: readonly VocabularyGroup[];
  readonly choosing: boolean;
  readonly answers: Answers;
  onChoosing(choosing: boolean): void;
  onPick(tag: Tag): void;
}

export function Question(props: QuestionProps) {
  const { kind, item, vocabulary, choosing, onChoosing, onPick } = props;
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const groupName = useGroupName();
  const group = groupName(item.group);
  const others = item.product.tags.filter((tag) => tag.group !== item.group);
  return (
    <div className={classes.question}>
      <div className={classes.names}>
        <h2 className={classes.title}>{item.product.title}</h2>
        <Tooltip label={t('tags.openProduct')}>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('tags.openProduct')}
            onClick={() => navigate(`/product/${item.product.id}`)}
          >
            <IconExternalLink size={16} />
          </Button>
        </Tooltip>
      </div>
      <p className={classes.facts}>
        <span>{item.product.sku}</span>
        {others.map((tag) => (
          <span key={`${tag.group}/${tag.name}`} className={classes.otherTag}>
            {tag.name}
          </span>
        ))}
      </p>
      <p className={classes.ask}>
        {item.current === null
          ? t('tags.askMissing', { group })
          : t('tags.askWrong', { group, name: item.current.name })}
      </p>
      {kind === 'wrong' && item.suspicion < plausible ? <p className={classes.calm}>{t('tags.looksRight')}</p> : null}
      {item.current === null ? null : (
        <Current kind={kind} tag={item.current} suspicion={item.suspicion} reasons={item.evidence} />
      )}
      {item.proposals.length === 0 ? (
        <p className={classes.noProposal}>{t('tags.noProposal')}</p>
      ) : (
        <ol className={classes.proposals} aria-label={t('tags.proposals')}>
          {item.proposals.filter(isWorthShowing).map((proposal, place) => (
            <Proposal key={proposal.name} proposal={proposal} place={place} onPick={() => onPick(proposal)} />
          ))}
        </ol>
      )}
      {choosing ? (
        <TagPicker
          label={t('tags.chooseIn', { group })}
          vocabulary={vocabulary}
          group={item.group}
          creatable
          autoFocus
          onPick={(tag) => {
            onChoosing(false);
            onPick(tag);
          }}
          onCancel={() => onChoosing(false)}
        />
      ) : null}
      <AnswerBar {...props} />
    </div>
  );
}

function AnswerBar({ item, answers }: QuestionProps) {
  const { t } = useTranslation();
  const size = useMediaQuery('(max-height: 780px)') ? 'xs' : 'sm';
  const { accept, reject, another, takeOff, later } = answers;
  const [first] = item.proposals;
  return (
    <div className={classes.answers} role="toolbar" aria-label={t('tags.answers')}>
      {first === undefined ? null : (
        <KeyButton size={size} action={accept}>
          {t(item.current === null ? 'tags.accept' : 'tags.changeTo', { name: first.name })}
        </KeyButton>
      )}
      {item.current === null ? (
        <KeyButton size={size} action={{ ...reject, icon: IconX }} variant={first === undefined ? 'filled' : 'default'}>
          {t('tags.reject')}
        </KeyButton>
      ) : (
        <KeyButton size={size} action={reject} variant={first === undefined ? 'filled' : 'default'}>
          {t('tags.keep', { name: item.current.name })}
        </KeyButton>
      )}
      <KeyButton size={size} action={another} variant="default" />
      {item.current === null ? null : <KeyButton size={size} action={takeOff} variant="default" />}
      <KeyButton size={size} action={later} variant="subtle" color="gray" />
    </div>
  );
}

/** From here on a doubt is told as a strong one, and as one at all. */
const strong = 0.7;
const some = 0.4;

interface CurrentProps {
  readonly kind: ReviewKind;
  readonly tag: StatedTag;
  readonly suspicion: number;
  readonly reasons: readonly Reason[];
}

function Current({ kind, tag, suspicion, reasons }: CurrentProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useReasonText();
  const degree = suspicion >= strong ? 'strong' : suspicion >= some ? 'some' : 'little';
  return (
    <div className={classes.current}>
      <div className={classes.currentHead}>
        <TagName tag={tag} />
        <span className={classes.origin}>{t(`product.provenance.${tag.provenance}`)}</span>
        <span
          className={classes.doubt}
          data-strong={kind === 'wrong' && suspicion >= strong}
          title={t(kind === 'wrong' ? 'tags.suspicion' : 'tags.undecided', { value: format.estimate(suspicion) })}
        >
          {t(`tags.doubt.${kind}.${degree}`)}
        </span>
      </div>
      {reasons.length === 0 ? null : (
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={reason.kind}>{reasonText(reason)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Proposal({ proposal, place, onPick }: { proposal: Suggestion; place: number; onPick(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonText = useReasonText();
  const confidence = format.estimate(proposal.confidence);
  return (
    <li>
      <UnstyledButton
        className={classes.proposal}
        data-first={place === 0}
        aria-label={t('tags.pick', { name: proposal.name, confidence })}
        aria-keyshortcuts={String(place + 1)}
        onClick={onPick}
      >
        <Kbd size="xs" aria-hidden>
          {place + 1}
        </Kbd>
        <span className={classes.proposalText}>
          <TagName tag={proposal} />
          <span className={classes.why}>{proposal.reasons.slice(0, 2).map(reasonText).join(' · ')}</span>
        </span>
        <span className={classes.confidence}>
          <ShareBar share={proposal.confidence} width={64} />
          {confidence}
        </span>
      </UnstyledButton>
    </li>
  );
}

/** The first always; of the others only those that anything speaks for. */
function isWorthShowing(proposal: Suggestion, place: number): boolean {
  return place === 0 || proposal.confidence >= 0.01;
}

export function TagName({ tag }: { tag: Tag }) {
  const swatch = isColourGroup(tag.group) ? swatchOf(tag.name) : null;
  return (
    <span className={classes.tagName}>
      {swatch === null ? null : <span className={classes.swatch} style={{ backgroundColor: swatch }} />}
      {tag.name}
    </span>
  );
}
