/** The map itself: points below, names and photos above, and what the pointer and the keys do with it. */
import type { MapArea } from '@contract';
import { getHotkeyHandler, useElementSize, useMergedRef } from '@mantine/hooks';
import { type PointerEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openProduct } from '../state/product-address.ts';
import { select, toggleSelected, useSelection } from '../state/selection.ts';
import { hotkeysOf } from '../ui/actions.ts';
import { type MapDesk, mapActions } from './actions.ts';
import { type Camera, fitAll, pan, type Size, toMap, toScreen, zoomAt } from './camera.ts';
import classes from './map.module.css';
import { setCamera, setHovered, setInView, useMapView } from './map-view.ts';
import { paintOverlay } from './overlay.ts';
import { createPainter, type Painter, type PointLooks, radiusAt } from './painter.ts';
import type { Points } from './points.ts';
import { type Outline, pointsWithin, rectangle } from './shapes.ts';
import { Thumbs } from './thumbs.ts';

interface MapCanvasProps {
  readonly points: Points;
  readonly looks: PointLooks;
  readonly areas: readonly (MapArea & { readonly text: string })[];
  readonly dark: boolean;
  /** Drawn without the graphics card. */
  readonly plain: boolean;
  /** The graphics card took away what was drawn. */
  readonly onLost: () => void;
  readonly children?: ReactNode;
}

/** Photos are shown from here on: so many times closer than with everything in view, and only so many points. */
const photosFrom = 2.2;
const mostNear = 700;
const mostPhotos = 160;
/** A press that moves less is a click [px]. */
const still = 4;
const settleMs = 140;

interface Drag {
  readonly id: number;
  readonly kind: 'move' | 'rectangle' | 'lasso';
  readonly adds: boolean;
  readonly left: number;
  readonly top: number;
  lastLeft: number;
  lastTop: number;
  moved: boolean;
}

export function MapCanvas({ points, looks, areas, dark, plain, onLost, children }: MapCanvasProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>();
  const framed = useMergedRef(frame, measured);
  const tool = useMapView((state) => state.tool);
  const size = useMemo((): Size => ({ width, height }), [width, height]);
  const stage = useRef<Stage | null>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const drag = useRef<Drag | null>(null);

  useEffect(() => {
    if (below.current === null || above.current === null) return;
    const made = new Stage(below.current, above.current, plain, onLost);
    stage.current = made;
    return () => {
      stage.current = null;
      made.end();
    };
  }, [plain, onLost]);
  useEffect(() => stage.current?.show({ points, looks, areas, size, dark }), [points, looks, areas, size, dark]);

  useEffect(() => {
    if (size.width > 0) useMapView.setState({ allScale: fitAll(size, points.aspect).scale });
  }, [size, points.aspect]);

  const desk = (): MapDesk => {
    const all = fitAll(size, points.aspect);
    return { camera: useMapView.getState().camera ?? all, all, size, inView: () => stage.current?.idsInView() ?? [] };
  };
  const at = (event: PointerEvent | WheelEvent): [number, number] => {
    const box = frame.current?.getBoundingClientRect();
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
  };

  // A listener of React's own could not keep the page from scrolling.
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { camera, all } = desk();
      const pixels = event.deltaMode === 1 ? event.deltaY * 18 : event.deltaY;
      setCamera(zoomAt(camera, size, ...at(event), Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0022)), all));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  });

  const onDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const [left, top] = at(event);
    const kind = tool === 'move' && event.shiftKey ? 'rectangle' : tool;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    drag.current = { id: event.pointerId, kind, adds, left, top, lastLeft: left, lastTop: top, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const [left, top] = at(event);
    const held = drag.current;
    if (held === null) {
      stage.current?.hover(left, top);
      return;
    }
    if (!held.moved && Math.hypot(left - held.left, top - held.top) < still) return;
    held.moved = true;
    setHovered(null);
    const { camera } = desk();
    if (held.kind === 'move') {
      setCamera(pan(camera, left - held.lastLeft, top - held.lastTop));
    } else {
      const here = toMap(camera, size, left, top);
      const drawn = stage.current?.drawn ?? [];
      const start = toMap(camera, size, held.left, held.top);
      stage.current?.draw(
        held.kind === 'lasso' ? [...(drawn.length === 0 ? [start] : drawn), here] : rectangle(...start, ...here),
      );
    }
    held.lastLeft = left;
    held.lastTop = top;
  };
  const onUp = (event: PointerEvent): void => {
    const held = drag.current;
    drag.current = null;
    if (held === null) return;
    const outline = stage.current?.drawn;
    stage.current?.draw(null);
    if (held.moved) {
      if (held.kind !== 'move' && outline !== undefined && outline !== null)
        select(stage.current?.idsWithin(outline) ?? [], held.adds);
      return;
    }
    const id = stage.current?.idAt(...at(event));
    if (id === undefined) return;
    if (held.adds || held.kind !== 'move') toggleSelected(id);
    else openProduct(id);
  };

  return (
    <div className={classes.map} ref={framed}>
      <div
        className={classes.surface}
        role="application"
        aria-label={t('map.surface')}
        aria-describedby="map-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is worked with by key, as maps are; the list beside it says what is in view
        tabIndex={0}
        data-tool={tool}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => {
          drag.current = null;
          stage.current?.draw(null);
        }}
        onPointerLeave={() => setHovered(null)}
        onKeyDown={(event) => getHotkeyHandler(hotkeysOf(mapActions, desk()))(event)}
      >
        <canvas ref={below} className={classes.canvas} />
        <canvas ref={above} className={classes.canvas} />
      </div>
      <p id="map-keys" className={classes.hidden}>
        {t('map.keys')}
      </p>
      {children}
    </div>
  );
}

interface Shown {
  readonly points: Points;
  readonly looks: PointLooks;
  readonly areas: MapCanvasProps['areas'];
  readonly size: Size;
  readonly dark: boolean;
}

/** Draws when something changed, once a frame. Nothing of it goes through React: a drag moves 50,000 points. */
class Stage {
  drawn: Outline | null = null;
  readonly #below: HTMLCanvasElement;
  readonly #above: HTMLCanvasElement;
  readonly #thumbs = new Thumbs(() => this.#schedule());
  readonly #stops: readonly (() => void)[];
  #painter: Painter;
  #shown: Shown | undefined;
  #frame = 0;
  #told = '';
  #settle: ReturnType<typeof setTimeout> | undefined;

  constructor(below: HTMLCanvasElement, above: HTMLCanvasElement, plain: boolean, onLost: () => void) {
    this.#below = below;
    this.#above = above;
    this.#painter = createPainter(below, onLost, plain);
    below.dataset.drawnBy = this.#painter.kind;
    this.#stops = [useMapView.subscribe(() => this.#schedule()), useSelection.subscribe(() => this.#schedule())];
  }

  show(next: Shown): void {
    const before = this.#shown;
    this.#shown = next;
    if (before?.points !== next.points) {
      this.#painter.setPoints(next.points.places);
      this.#thumbs.forget();
    }
    if (before?.points !== next.points || before.looks !== next.looks) this.#painter.setLooks(next.looks);
    this.#schedule();
  }

  draw(outline: Outline | null): void {
    this.drawn = outline;
    this.#schedule();
  }

  hover(left: number, top: number): void {
    setHovered(this.idAt(left, top) ?? null);
  }

  /** The product below a pixel. */
  idAt(left: number, top: number): number | undefined {
    const shown = this.#shown;
    if (shown === undefined) return undefined;
    const { points, looks, size } = shown;
    const camera = this.#camera(shown);
    const [x, y] = toMap(camera, size, left, top);
    const zoom = camera.scale / fitAll(size, points.aspect).scale;
    const reach = (zoom >= photosFrom ? 20 : radiusAt(points.ids.length, zoom) + 4) / camera.scale;
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const i of points.index.within(x, y, reach)) {
      if (looks.colours[4 * i + 3] === 0) continue;
      const far = ((points.xs[i] as number) - x) ** 2 + ((points.ys[i] as number) - y) ** 2;
      // What is lit up comes first.
      const rank = far - (looks.above[i] === 1 ? (reach * reach) / 4 : 0);
      if (rank >= least) continue;
      least = rank;
      best = i;
    }
    return best === undefined ? undefined : points.ids[best];
  }

  idsWithin(outline: Outline): number[] {
    if (this.#shown === undefined) return [];
    const { points, looks } = this.#shown;
    return pointsWithin(points.index, points.xs, points.ys, outline)
      .filter((i) => looks.colours[4 * i + 3] !== 0)
      .map((i) => points.ids[i] as number);
  }

  /** Nearest to the middle first. */
  idsInView(): number[] {
    const shown = this.#shown;
    return shown === undefined
      ? []
      : this.#inView(shown, this.#camera(shown)).map((i) => shown.points.ids[i] as number);
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settle);
    for (const stop of this.#stops) stop();
    this.#painter.end();
  }

  #camera({ size, points }: Shown): Camera {
    return useMapView.getState().camera ?? fitAll(size, points.aspect);
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const shown = this.#shown;
    if (shown === undefined || shown.size.width === 0) return;
    const { points, areas, size } = shown;
    const density = window.devicePixelRatio || 1;
    for (const canvas of [this.#below, this.#above]) {
      const [width, height] = [Math.round(size.width * density), Math.round(size.height * density)];
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    const camera = this.#camera(shown);
    const zoom = camera.scale / fitAll(size, points.aspect).scale;
    const radius = radiusAt(points.ids.length, zoom);
    const rim = shown.dark ? ([0.07, 0.08, 0.09] as const) : ([1, 1, 1] as const);
    this.#painter.paint(camera, size, density, radius, rim);
    const near = zoom < photosFrom ? [] : this.#inView(shown, camera);
    const photos = near.length > mostNear ? [] : near.slice(0, mostPhotos);
    const context = this.#above.getContext('2d');
    if (context === null) return;
    const style = getComputedStyle(this.#above);
    const { ids } = useSelection.getState();
    const { hovered } = useMapView.getState();
    paintOverlay(context, {
      ...{ camera, size, density, zoom, radius, areas, near: photos, drawn: this.drawn, thumbs: this.#thumbs },
      ...{ ids: points.ids, xs: points.xs, ys: points.ys },
      selected: [...ids].flatMap((id) => points.placeOf.get(id) ?? []),
      hovered: hovered === null ? null : (points.placeOf.get(hovered) ?? null),
      colours: {
        text: style.getPropertyValue('--la-text'),
        surface: style.getPropertyValue('--la-surface'),
        accent: style.getPropertyValue('--la-accent'),
        line: style.getPropertyValue('--la-line-strong'),
      },
      font: style.fontFamily,
    });
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => {
      this.#thumbs.want(photos.map((i) => points.ids[i] as number));
      this.#tellInView(this.idsInView());
    }, settleMs);
  }

  #tellInView(ids: readonly number[]): void {
    const key = `${ids.length} ${ids.slice(0, 60).join()}`;
    if (key === this.#told) return;
    this.#told = key;
    setInView(ids);
  }

  #inView({ points, looks, size }: Shown, camera: Camera): number[] {
    const [left, high] = toMap(camera, size, 0, 0);
    const [right, low] = toMap(camera, size, size.width, size.height);
    const apart = (i: number): number => {
      const [x, y] = toScreen(camera, size, points.xs[i] as number, points.ys[i] as number);
      return (x - size.width / 2) ** 2 + (y - size.height / 2) ** 2;
    };
    const found = points.index.range(left, low, right, high).filter((i) => looks.colours[4 * i + 3] !== 0);
    const distance = new Map(found.map((i) => [i, apart(i)]));
    return found.sort((a, b) => (distance.get(a) as number) - (distance.get(b) as number));
  }
}
