/** The map with its tools, the legend, and the products beside it. */
import type { MapArea, MapColouring, MapState } from '@contract';
import { Button, useComputedColorScheme } from '@mantine/core';
import {
  IconFocusCentered,
  IconHandStop,
  IconLasso,
  IconMarquee2,
  IconMinus,
  IconPlus,
  IconRefresh,
} from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useActiveJob } from '../state/jobs.ts';
import { useSelection } from '../state/selection.ts';
import { compareGroups } from '../ui/group-name.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { JobProgress } from '../ui/job-progress.tsx';
import { PageLoading } from '../ui/page-loading.tsx';
import { Photo } from '../ui/photo.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { zoomBy } from './actions.ts';
import { fitAll } from './camera.ts';
import { looksOf, nameColours, type Palette, paletteOf } from './colours.ts';
import { ColourChoice, Legend } from './legend.tsx';
import classes from './map.module.css';
import { MapCanvas } from './map-canvas.tsx';
import { setCamera, setTool, type Tool, useMapView } from './map-view.ts';
import { phaseOf } from './phase.ts';
import { pointsOf } from './points.ts';
import { ProductLists } from './product-lists.tsx';
import { MapSearch, useAsked } from './search.tsx';
import { SelectionActions } from './selection-actions.tsx';

type Layout = NonNullable<MapState['layout']>;

/** From this share of products that came later on, a new layout is worth offering. */
const manyLater = 0.1;
const fewLater = 20;

export function MapDesk({ state, layout }: { state: MapState; layout: Layout }) {
  const { t } = useTranslation();
  const page = useRef<HTMLDivElement>(null);
  const theme = useComputedColorScheme('light');
  const [colouring, setColouring] = useState<MapColouring | null>(() => ordered(state.colourings)[0] ?? null);
  const [only, setOnly] = useState<number | 'others' | null>(null);
  const [palette, setPalette] = useState<Palette | null>(null);
  const [plain, setPlain] = useState(() => new URLSearchParams(window.location.search).has('plain-map'));
  const { data: raw } = useAnswer('map.points', {});
  const { data: told } = useAnswer('map.colours', colouring === null ? null : { colouring });
  const { data: areas } = useAnswer('map.areas', {});
  const { found, passing } = useAsked();
  const selected = useSelection(({ ids }) => ids);
  const known = raw?.version;
  // Products came, left or moved since the points were asked for.
  useEffect(() => {
    if (known !== undefined && known !== layout.version) outdate('map.points', 'map.colours', 'map.areas');
  }, [known, layout.version]);

  // The colours of the theme are there once the page has been drawn in it.
  useEffect(() => {
    if (page.current !== null) setPalette(paletteOf(page.current, theme === 'dark'));
  }, [theme]);

  const points = useMemo(() => (raw === undefined ? null : pointsOf(raw)), [raw]);
  const colours = told !== undefined && told.version === points?.version ? told : null;
  const group = colouring?.by === 'tags' ? colouring.group : null;
  const named = useMemo(
    () => (colours?.kind === 'names' && palette !== null ? nameColours(colours, group, palette) : []),
    [colours, group, palette],
  );
  const looks = useMemo(
    () =>
      points === null || palette === null
        ? null
        : looksOf(points.ids, colours, named, palette, { passing, found, only, selected }),
    [points, colours, named, palette, passing, found, only, selected],
  );
  const titled = useMemo(() => (areas ?? []).map((area) => ({ ...area, text: areaText(area) })), [areas]);
  const onLost = useCallback(() => setPlain(true), []);

  return (
    <>
      <div ref={page} className={classes.map}>
        {points === null || looks === null ? (
          <PageLoading />
        ) : (
          <MapCanvas
            key={plain ? 'plain' : 'fast'}
            dark={palette?.dark ?? false}
            points={points}
            looks={looks}
            areas={titled}
            plain={plain}
            onLost={onLost}
          >
            <Tools aspect={points.aspect} />
            <Notes state={state} layout={layout} />
            <Running />
            <HoverCard />
            <SelectionActions />
          </MapCanvas>
        )}
      </div>
      <aside className={classes.side} aria-label={t('map.beside')}>
        <div className={classes.controls}>
          <MapSearch found={found} passing={passing} />
          <ColourChoice
            colourings={ordered(state.colourings)}
            value={colouring}
            onChange={(next) => {
              setColouring(next);
              setOnly(null);
            }}
          />
        </div>
        {colouring === null || colours === null ? null : (
          <Legend
            colouring={colouring}
            colours={colours}
            named={named}
            palette={palette}
            only={only}
            onOnly={setOnly}
          />
        )}
        <ProductLists found={found} areas={titled} />
      </aside>
    </>
  );
}

/** Groups of tags as the filters have them, then the rest. */
function ordered(colourings: readonly MapColouring[]): MapColouring[] {
  return [...colourings].sort((a, b) => {
    if (a.by === 'tags' && b.by === 'tags') return compareGroups(a.group, b.group);
    return Number(a.by !== 'tags') - Number(b.by !== 'tags');
  });
}

/** The names of an area in one line. */
function areaText({ names }: MapArea): string {
  const text = names.map((name) => ('word' in name ? name.word : name.name)).join(' · ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

const tools: readonly { readonly tool: Tool; readonly icon: typeof IconLasso; readonly key: string }[] = [
  { tool: 'move', icon: IconHandStop, key: 'V' },
  { tool: 'rectangle', icon: IconMarquee2, key: 'R' },
  { tool: 'lasso', icon: IconLasso, key: 'L' },
];

function Tools({ aspect }: { aspect: number }) {
  const { t } = useTranslation();
  const tool = useMapView((state) => state.tool);
  const frame = useRef<HTMLDivElement>(null);
  const { busy, run } = useBusy();
  const job = useActiveJob(({ kind }) => kind === 'map');
  const zoom = (by: number): void => {
    const box = frame.current?.parentElement?.getBoundingClientRect();
    const size = { width: box?.width ?? 1, height: box?.height ?? 1 };
    const all = fitAll(size, aspect);
    zoomBy({ camera: useMapView.getState().camera ?? all, all, size }, by);
  };
  return (
    <div className={classes.tools} ref={frame}>
      <fieldset className={classes.toolGroup} aria-label={t('map.tools.title')}>
        {tools.map(({ tool: own, icon: Icon, key }) => (
          <IconButton
            key={own}
            label={t(`map.tools.${own}`)}
            tip={`${t(`map.tools.${own}`)} (${key})`}
            tipPosition="right"
            aria-pressed={tool === own}
            onClick={() => setTool(own)}
          >
            <Icon size={18} stroke={1.7} />
          </IconButton>
        ))}
      </fieldset>
      <fieldset className={classes.toolGroup} aria-label={t('map.zoom')}>
        <IconButton
          label={t('map.nearer')}
          tip={`${t('map.nearer')} (+)`}
          tipPosition="right"
          onClick={() => zoom(1.6)}
        >
          <IconPlus size={18} stroke={1.7} />
        </IconButton>
        <IconButton
          label={t('map.farther')}
          tip={`${t('map.farther')} (−)`}
          tipPosition="right"
          onClick={() => zoom(1 / 1.6)}
        >
          <IconMinus size={18} stroke={1.7} />
        </IconButton>
        <IconButton
          label={t('map.all')}
          tip={`${t('map.all')} (0)`}
          tipPosition="right"
          onClick={() => setCamera(null)}
        >
          <IconFocusCentered size={18} stroke={1.7} />
        </IconButton>
      </fieldset>
      <fieldset className={classes.toolGroup} aria-label={t('map.layout')}>
        <IconButton
          label={t('map.again')}
          tipPosition="right"
          disabled={job !== undefined}
          loading={busy}
          onClick={() => void run(async () => void (await command('map.layOut', {})))}
        >
          <IconRefresh size={18} stroke={1.7} />
        </IconButton>
      </fieldset>
    </div>
  );
}

function Notes({ state, layout }: { state: MapState; layout: Layout }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const job = useActiveJob(({ kind }) => kind === 'map');
  const picked = useSelection(({ ids }) => ids.size > 0);
  const many = layout.placed > Math.max(fewLater, manyLater * layout.laidOut);
  if (picked) return null;
  return (
    <div className={classes.notes}>
      {state.unseen === 0 ? null : (
        <span className={classes.note} data-plain>
          {t('map.unseen', { count: state.unseen })}
        </span>
      )}
      {layout.placed === 0 ? null : (
        <span className={classes.note} data-plain={job !== undefined}>
          {t(many ? 'map.manyPlaced' : 'map.placed', { count: layout.placed })}
          {job !== undefined ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              loading={busy}
              onClick={() => void run(async () => void (await command('map.layOut', {})))}
            >
              {t('map.again')}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

function Running() {
  const { t } = useTranslation();
  const job = useActiveJob(({ kind }) => kind === 'map');
  if (job === undefined) return null;
  return (
    <div className={classes.progress}>
      <JobProgress job={job} title={t('jobs.kind.map')} step={t(`jobs.phase.${phaseOf(job.phase)}`)} />
    </div>
  );
}

/** The product that is pointed at, on the map or in a list. */
function HoverCard() {
  const format = useFormat();
  const hovered = useMapView((state) => state.hovered);
  const picked = useSelection(({ ids }) => ids.size > 0);
  const { data } = useAnswer('map.products', hovered === null ? null : { ids: [hovered] });
  const product = hovered === null ? undefined : data?.find(({ id }) => id === hovered);
  if (product === undefined) return null;
  const { title, price, image, tags } = product;
  return (
    <div className={classes.card} data-raised={picked}>
      <Photo className={classes.cardPhoto} src={image?.thumb ?? null} alt="" eager />
      <div className={classes.cardText}>
        <p className={classes.cardTitle}>{title}</p>
        {price === null ? null : <p className={classes.cardTags}>{format.priceRange(price)}</p>}
        <p className={classes.cardTags}>{tags.map(({ name }) => name).join(' · ')}</p>
      </div>
    </div>
  );
}
