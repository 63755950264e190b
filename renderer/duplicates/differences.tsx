/** How the two on the stage differ, line by line; the better side in green, words that only one side has marked. */
import type { Difference } from '@contract';
import { Skeleton } from '@mantine/core';
import { IconArrowUp, IconEqual } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../ui/group-name.ts';
import { highlight } from '../ui/highlight.ts';
import { wordDifference } from './difference-words.ts';
import classes from './differences.module.css';

interface DifferencesProps {
  /** null while they are on their way, undefined when they cannot be had. */
  readonly list: readonly Difference[] | null | undefined;
}

export function Differences({ list }: DifferencesProps) {
  const { t } = useTranslation();
  if (list === undefined) return <p className={classes.none}>{t('duplicates.noComparison')}</p>;
  if (list === null) return <Skeleton className={classes.waiting ?? ''} height={96} radius="md" />;
  const rows = list.filter((difference) => difference.field !== 'title');
  if (rows.length === 0) {
    return (
      <p className={classes.none}>
        <IconEqual size={16} aria-hidden /> {t('duplicates.noDifferences')}
      </p>
    );
  }
  return (
    <table className={classes.table} aria-label={t('duplicates.differences')}>
      <tbody>
        {rows.map((difference) => (
          <Row key={`${difference.field}:${difference.name ?? ''}`} difference={difference} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const words = wordDifference(difference, { t, format, groupName });
  const cell = (side: 'left' | 'right') => (
    <td
      className={classes.value}
      data-side={side}
      data-better={difference.better === side}
      data-field={difference.field}
      title={difference.field === 'folder' ? (words[side] ?? undefined) : undefined}
    >
      <div className={classes.pair}>
        <span className={classes.text}>
          {words[side] === null ? (
            <span className={classes.absent}>{t('duplicates.absent')}</span>
          ) : (
            <Marked
              text={words[side]}
              ranges={words[side] === difference[side] ? difference[`${side}Ranges`] : []}
              folder={difference.field === 'folder'}
            />
          )}
        </span>
        {words.remark?.side === side ? (
          <span className={classes.remark}>
            {difference.better === side ? <IconArrowUp size={12} stroke={2.4} aria-hidden /> : null}
            {words.remark.text}
          </span>
        ) : null}
      </div>
    </td>
  );
  return (
    <tr>
      {cell('left')}
      <th scope="row" className={classes.label}>
        {words.label}
      </th>
      {cell('right')}
    </tr>
  );
}

/** A text with the words marked that the other side does not have. */
export function Marked({
  text,
  ranges,
  folder = false,
}: {
  text: string;
  ranges: Difference['leftRanges'];
  folder?: boolean;
}) {
  if (folder) return text.split(/[\\/]/).slice(-2).join('/');
  return highlight(text, ranges).map((piece) =>
    piece.marked ? <mark key={piece.start}>{piece.text}</mark> : <span key={piece.start}>{piece.text}</span>,
  );
}
