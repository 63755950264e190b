/** What a file of behaviour says and what is not taken: how much of it, and in which lines to look. */
import type { EventsResult } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

export function useLeftOutText(): (counted: EventsResult['leftOut'][number]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ why, count, lines }) => {
    const text = t(`behaviour.leftOut.${why}`, { count });
    if (lines.length === 0) return text;
    const list = format.list(lines.map((line) => format.number(line)));
    const isAll = lines.length === count;
    return `${text} ${isAll ? t('behaviour.leftOutAt', { count, lines: list }) : t('behaviour.leftOutFrom', { lines: list })}`;
  };
}
