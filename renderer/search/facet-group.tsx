/** The tags of one group as tick boxes; long groups show the most used and can be searched. */
import { Checkbox, Collapse, TextInput, UnstyledButton } from '@mantine/core';
import { IconBan, IconChevronDown } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { usePreferences } from '../state/preferences.ts';
import { excludeTag, toggleTag } from '../state/query.ts';
import { isColourGroup, useGroupName } from '../ui/group-name.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { swatchOf } from '../ui/swatches.ts';
import classes from './facets.module.css';

interface Value {
  readonly name: string;
  readonly count: number;
}

interface FacetGroupProps {
  readonly group: string;
  readonly values: readonly Value[];
  readonly chosen: readonly string[];
  readonly excluded: readonly string[];
}

const few = 6;
const many = 12;

export function FacetGroup({ group, values, chosen, excluded }: FacetGroupProps) {
  const { t } = useTranslation();
  const listId = useId();
  const title = useGroupName()(group);
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const folded = usePreferences((state) => state.folded.includes(group));
  const toggleFolded = usePreferences((state) => state.toggleFolded);
  const named = chosen.length + excluded.length;
  const rows = visibleValues(values, [...chosen, ...excluded], all ? Number.POSITIVE_INFINITY : few, wanted);
  return (
    <section className={classes.group} aria-label={title}>
      <h2 className={classes.heading}>
        <UnstyledButton
          className={classes.headingButton}
          aria-expanded={!folded}
          aria-controls={listId}
          onClick={() => toggleFolded(group)}
        >
          {title}
          {named > 0 ? <span className={classes.chosen}>{named}</span> : null}
          <IconChevronDown className={classes.chevron} data-folded={folded} size={14} aria-hidden />
        </UnstyledButton>
      </h2>
      <Collapse expanded={!folded} id={listId} transitionDuration={140}>
        {all && values.length > many ? (
          <TextInput
            size="xs"
            mb={6}
            aria-label={t('filters.find', { group: title })}
            placeholder={t('filters.find', { group: title })}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        ) : null}
        <ul className={classes.values}>
          {rows.map((value) => (
            <FacetValue
              key={value.name}
              group={group}
              value={value}
              checked={chosen.includes(value.name)}
              excluded={excluded.includes(value.name)}
            />
          ))}
        </ul>
        {values.length > few ? (
          <button
            type="button"
            className={classes.more}
            onClick={() => {
              setAll(!all);
              setWanted('');
            }}
          >
            {all ? t('filters.fewer') : t('filters.all', { count: values.length })}
          </button>
        ) : null}
      </Collapse>
    </section>
  );
}

interface FacetValueProps {
  readonly group: string;
  readonly value: Value;
  readonly checked: boolean;
  readonly excluded: boolean;
}

function FacetValue({ group, value, checked, excluded }: FacetValueProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const swatch = isColourGroup(group) ? swatchOf(value.name) : null;
  return (
    <li className={classes.value} data-none={value.count === 0} data-excluded={excluded}>
      <Checkbox size="xs" id={id} checked={checked} onChange={() => toggleTag(group, value.name)} />
      <label className={classes.label} htmlFor={id}>
        {swatch === null ? null : <span className={classes.swatch} style={{ backgroundColor: swatch }} />}
        <span className={classes.name}>{value.name}</span>
      </label>
      <IconButton
        className={classes.exclude}
        size="xs"
        label={t(excluded ? 'filters.includeAgain' : 'filters.exclude', { name: value.name })}
        aria-pressed={excluded}
        onClick={() => excludeTag(group, value.name)}
      >
        <IconBan size={13} />
      </IconButton>
      <span className={classes.count} aria-hidden>
        {format.number(value.count)}
      </span>
    </li>
  );
}

/** The chosen ones are always among those shown, with a count of 0 when the rest of the question leaves none. */
export function visibleValues(
  values: readonly Value[],
  chosen: readonly string[],
  limit: number,
  wanted: string,
): Value[] {
  const text = wanted.trim().toLocaleLowerCase();
  const matching = values.filter((value) => value.name.toLocaleLowerCase().includes(text));
  const top = matching.slice(0, limit);
  const missing = chosen.filter((name) => !top.some((value) => value.name === name));
  return [...top, ...missing.map((name) => values.find((value) => value.name === name) ?? { name, count: 0 })];
}
