/** What the colours mean, and the choice of what to colour by. */
import type { MapColouring, MapColours } from '@contract';
import { Select, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../ui/group-name.ts';
import { cssOf, type NameColour, type Palette } from './colours.ts';
import classes from './map.module.css';

interface ColourChoiceProps {
  readonly colourings: readonly MapColouring[];
  readonly value: MapColouring | null;
  readonly onChange: (colouring: MapColouring) => void;
}

const keyOf = (colouring: MapColouring): string => (colouring.by === 'tags' ? `tags ${colouring.group}` : colouring.by);

export function ColourChoice({ colourings, value, onChange }: ColourChoiceProps) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  if (colourings.length === 0) return null;
  return (
    <Select
      label={t('map.colourBy')}
      size="xs"
      allowDeselect={false}
      comboboxProps={{ withinPortal: true }}
      data={colourings.map((colouring) => ({
        value: keyOf(colouring),
        label: colouring.by === 'tags' ? groupName(colouring.group) : t(`map.by.${colouring.by}`),
      }))}
      value={value === null ? null : keyOf(value)}
      onChange={(key) => {
        const chosen = colourings.find((colouring) => keyOf(colouring) === key);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

interface LegendProps {
  readonly colouring: MapColouring;
  readonly colours: MapColours;
  readonly named: readonly NameColour[];
  readonly palette: Palette | null;
  readonly only: number | 'others' | null;
  readonly onOnly: (only: number | 'others' | null) => void;
}

export function Legend({ colouring, colours, named, palette, only, onOnly }: LegendProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.legend} aria-label={t('map.legend')}>
      {colours.kind === 'names' ? (
        <Names {...{ colouring, colours, named, palette, only, onOnly }} />
      ) : (
        <Scale colouring={colouring} colours={colours} />
      )}
    </section>
  );
}

const duplicateKinds = ['exact', 'near', 'listing', 'variant'] as const;

type NamesProps = Omit<LegendProps, 'colours'> & { readonly colours: Extract<MapColours, { kind: 'names' }> };

function Names({ colouring, colours, named, palette, only, onOnly }: NamesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const carried = named.reduce((sum, { count }) => sum + count, 0);
  const others = colours.of.length - carried;
  const more = colours.names.length - named.length;
  const nameOf = (name: string): string => {
    const kind = duplicateKinds.find((own) => own === name);
    return colouring.by === 'duplicates' && kind !== undefined ? t(`duplicates.kinds.${kind}`) : name;
  };
  const choose = (entry: number | 'others'): void => onOnly(only === entry ? null : entry);
  return (
    <ul>
      {named.map(({ name, count, colour }, i) => (
        <li key={name}>
          <UnstyledButton
            className={classes.legendItem}
            aria-pressed={only === i}
            title={t('map.onlyThese')}
            onClick={() => choose(i)}
          >
            <span className={classes.swatch} style={{ background: cssOf(colour) }} />
            <span className={classes.legendName}>{nameOf(name)}</span>
            <span className={classes.legendCount}>{format.number(count)}</span>
          </UnstyledButton>
        </li>
      ))}
      {others === 0 || palette === null ? null : (
        <li>
          <UnstyledButton
            className={classes.legendItem}
            aria-pressed={only === 'others'}
            title={t('map.onlyThese')}
            onClick={() => choose('others')}
          >
            <span className={classes.swatch} style={{ background: cssOf(palette.other) }} />
            <span className={classes.legendName}>
              {more > 0
                ? t('map.others', { count: more })
                : t(colouring.by === 'duplicates' ? 'map.noDuplicates' : 'map.without')}
            </span>
            <span className={classes.legendCount}>{format.number(others)}</span>
          </UnstyledButton>
        </li>
      )}
    </ul>
  );
}

function Scale({ colouring, colours }: { colouring: MapColouring; colours: Extract<MapColours, { kind: 'numbers' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (value: number): string =>
    colouring.by === 'doubt' ? format.percent(value) : format.number(Math.round(value * 100) / 100);
  const by = colouring.by === 'tags' ? null : colouring.by;
  return (
    <div className={classes.scale}>
      <div className={classes.scaleBar} aria-hidden />
      <div className={classes.scaleEnds}>
        <span>{shown(colours.low)}</span>
        <span>{shown(colours.high)}</span>
      </div>
      {by === null || by === 'duplicates' ? null : <p className={classes.about}>{t(`map.about.${by}`)}</p>}
      {colours.partial ? <p className={classes.about}>{t('map.partial')}</p> : null}
    </div>
  );
}
