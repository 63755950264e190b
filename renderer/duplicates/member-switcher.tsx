/** The members of a group of more than two: who is compared with whom, and what has been said of each. */
import type { DuplicateGroup } from '@contract';
import { IconCheck, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Photo } from '../ui/photo.tsx';
import { findPair, type PairOf } from './open-pairs.ts';
import classes from './stage.module.css';

interface MemberSwitcherProps {
  readonly group: DuplicateGroup;
  readonly pair: PairOf;
  readonly keeperId: number;
  onShow(pair: PairOf): void;
}

export function MemberSwitcher({ group, pair, keeperId, onShow }: MemberSwitcherProps) {
  const { t } = useTranslation();
  const [left] = pair;
  return (
    <ul className={classes.members} aria-label={t('duplicates.members')}>
      {group.members.map((member, index) => {
        const verdict = findPair(group, [left, member.id])?.verdict ?? null;
        return (
          <li key={member.id}>
            <button
              type="button"
              className={classes.member}
              aria-label={t('duplicates.memberName', { number: index + 1, name: member.title })}
              aria-current={pair.includes(member.id)}
              title={`${member.title} · ${member.sku}`}
              onClick={() => onShow(withMember(pair, member.id))}
            >
              <Photo fit="tile" className={classes.memberPhoto} src={member.image?.thumb} alt="" eager />
              {member.id === keeperId ? <IconStarFilled className={classes.memberStar} size={11} aria-hidden /> : null}
              {member.id !== left && verdict !== null ? (
                <span className={classes.memberMark} data-verdict={verdict.value} aria-hidden>
                  <IconCheck size={9} stroke={3.5} />
                </span>
              ) : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Puts a member on the right; the one on the left changes places with the right one when it is chosen itself. */
export function withMember([left, right]: PairOf, id: number): PairOf {
  return id === left ? [right, left] : [left, id];
}
