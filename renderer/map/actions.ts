/** What is done on the map by key, while it has the focus. */
import { clearSelection, select } from '../state/selection.ts';
import { type Action, listKeys } from '../ui/actions.ts';
import { type Camera, pan, type Size, zoomAt } from './camera.ts';
import { setCamera, setTool } from './map-view.ts';

export interface MapDesk {
  readonly camera: Camera;
  readonly all: Camera;
  readonly size: Size;
  /** Products in view. */
  readonly inView: () => readonly number[];
}

/** Of the view, for each press. */
const step = 0.12;
const factor = 1.4;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function zoomBy({ camera, all, size }: Omit<MapDesk, 'inView'>, by: number): void {
  setCamera(zoomAt(camera, size, size.width / 2, size.height / 2, by, all));
}

export const mapActions = {
  pan: {
    listed: 'keys.map.pan',
    keys: Object.keys(directions),
    repeats: true,
    run: ({ key = '' }, { camera, size }) => {
      const [x, y] = directions[key] ?? [0, 0];
      setCamera(pan(camera, x * step * size.width, y * step * size.height));
    },
  },
  nearer: {
    name: 'map.nearer',
    listed: 'keys.map.nearer',
    keys: ['plus', 'shift+plus', '='],
    caps: ['+'],
    repeats: true,
    run: (_, desk) => zoomBy(desk, factor),
  },
  farther: {
    name: 'map.farther',
    listed: 'keys.map.farther',
    keys: ['minus'],
    caps: ['−'],
    repeats: true,
    run: (_, desk) => zoomBy(desk, 1 / factor),
  },
  all: { name: 'map.all', listed: 'keys.map.all', keys: ['0'], run: () => setCamera(null) },
  move: { name: 'map.tools.move', listed: 'keys.map.move', keys: ['V'], run: () => setTool('move') },
  rectangle: {
    name: 'map.tools.rectangle',
    listed: 'keys.map.rectangle',
    keys: ['R'],
    run: () => setTool('rectangle'),
  },
  lasso: { name: 'map.tools.lasso', listed: 'keys.map.lasso', keys: ['L'], run: () => setTool('lasso') },
  pickInView: {
    name: 'map.pickInView',
    listed: 'keys.map.pickInView',
    keys: ['A'],
    run: (_, { inView }) => select(inView()),
  },
  clear: { listed: 'keys.map.clear', keys: ['Escape'], run: clearSelection },
} satisfies Record<string, Action<MapDesk>>;

listKeys('map', mapActions);
