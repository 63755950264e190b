/** What the list can be narrowed by, with counts: tag groups, price, problems. */
import { Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { setFilters, useQuery } from '../state/query.ts';
import { useResults } from '../state/results.ts';
import { compareGroups } from '../ui/group-name.ts';
import { FacetGroup } from './facet-group.tsx';
import classes from './facets.module.css';
import { PriceFilter } from './price-filter.tsx';

export function Facets() {
  const { t } = useTranslation();
  const head = useResults((state) => state.head);
  const filters = useQuery((state) => state.filters);
  if (head === null) return <Waiting />;
  const { tags: chosen = {}, notTags: excluded = {} } = filters;
  const gone = Object.keys({ ...chosen, ...excluded }).filter(
    (group) => !head.facets.some((facet) => facet.group === group),
  );
  const groups = [...head.facets, ...gone.map((group) => ({ group, values: [] }))].sort((a, b) =>
    compareGroups(a.group, b.group),
  );
  return (
    <div className={classes.facets}>
      {groups.map((facet) => (
        <FacetGroup
          key={facet.group}
          group={facet.group}
          values={facet.values}
          chosen={chosen[facet.group] ?? []}
          excluded={excluded[facet.group] ?? []}
        />
      ))}
      {head.priceRange === null ? null : <PriceFilter range={head.priceRange} />}
      <div className={classes.group}>
        <Switch
          size="xs"
          labelPosition="left"
          className={classes.switch}
          label={t('filters.hasProblem')}
          checked={filters.hasProblem === true}
          onChange={(event) => setFilters({ hasProblem: event.currentTarget.checked || undefined })}
        />
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <div aria-hidden>
      {[78, 52, 64, 45, 70, 58].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} mt={16} radius="sm" />
      ))}
    </div>
  );
}
