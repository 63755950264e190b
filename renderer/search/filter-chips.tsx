/** The filters that are on, each a click away from being off. */
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useLibrary } from '../state/library.ts';
import { clearFilters, countFilters, excludeTag, setFilters, toggleTag, useQuery } from '../state/query.ts';
import { useGroupName } from '../ui/group-name.ts';
import classes from './search-page.module.css';

export function FilterChips() {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const filters = useQuery((state) => state.filters);
  const sources = useLibrary((state) => state.info?.sources);
  const { priceMin, priceMax } = filters;
  if (countFilters(filters) === 0) return null;
  const amount = (value: number): string => format.price(value, null);
  const range =
    priceMin === undefined
      ? `≤ ${amount(priceMax ?? 0)}`
      : priceMax === undefined
        ? `≥ ${amount(priceMin)}`
        : `${amount(priceMin)} – ${amount(priceMax)}`;
  return (
    <fieldset className={classes.chips} aria-label={t('filters.active')} style={{ border: 0, margin: 0 }}>
      {Object.entries(filters.tags ?? {}).flatMap(([group, names]) =>
        names.map((name) => (
          <Chip key={`${group}/${name}`} group={groupName(group)} name={name} onRemove={() => toggleTag(group, name)} />
        )),
      )}
      {Object.entries(filters.notTags ?? {}).flatMap(([group, names]) =>
        names.map((name) => (
          <Chip
            key={`${group}/${name}`}
            group={groupName(group)}
            name={t('filters.not', { name })}
            onRemove={() => excludeTag(group, name)}
          />
        )),
      )}
      {priceMin === undefined && priceMax === undefined ? null : (
        <Chip
          group={t('filters.price')}
          name={range}
          onRemove={() => setFilters({ priceMin: undefined, priceMax: undefined })}
        />
      )}
      {filters.hasProblem === true ? (
        <Chip name={t('filters.hasProblem')} onRemove={() => setFilters({ hasProblem: undefined })} />
      ) : null}
      {filters.sourceId === undefined ? null : (
        <Chip
          group={t('filters.source')}
          name={sources?.find((source) => source.id === filters.sourceId)?.path ?? String(filters.sourceId)}
          onRemove={() => setFilters({ sourceId: undefined })}
        />
      )}
      <button type="button" className={classes.linkButton} onClick={clearFilters}>
        {t('filters.clear')}
      </button>
    </fieldset>
  );
}

function Chip({ group, name, onRemove }: { group?: string; name: string; onRemove(): void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={classes.filterChip} aria-label={t('filters.remove', { name })} onClick={onRemove}>
      {group === undefined ? null : <span className={classes.filterGroup}>{group}</span>}
      {name}
      <IconX size={13} />
    </button>
  );
}
