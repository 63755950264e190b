/** What of the map is in view and how one works with it: kept while another page is on screen, so that one comes back to the same place. */
import { create } from 'zustand';
import { type Camera, lookAt } from './camera.ts';

export type Tool = 'move' | 'rectangle' | 'lasso';

interface MapViewStore {
  /** Null: everything. */
  readonly camera: Camera | null;
  /** Scale at which everything is in view [px a unit]. */
  readonly allScale: number;
  readonly tool: Tool;
  /** The product that is pointed at, here or in a list. */
  readonly hovered: number | null;
  /** Points in view, nearest to the middle first: their places. */
  readonly inView: readonly number[];
}

export const useMapView = create<MapViewStore>(() => ({
  camera: null,
  allScale: 1,
  tool: 'move',
  hovered: null,
  inView: [],
}));

export function setCamera(camera: Camera | null): void {
  useMapView.setState({ camera });
}

/** `zoom`: how many times closer than with everything in view. */
export function showPlace(x: number, y: number, zoom: number): void {
  useMapView.setState(({ allScale }) => ({ camera: lookAt(x, y, zoom * allScale) }));
}

export function setTool(tool: Tool): void {
  useMapView.setState({ tool });
}

export function setHovered(hovered: number | null): void {
  if (useMapView.getState().hovered !== hovered) useMapView.setState({ hovered });
}

export function setInView(inView: readonly number[]): void {
  useMapView.setState({ inView });
}
