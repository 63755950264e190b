/** Which part of the map is in view. Coordinates of the map are about -1..1, up is larger; those of the screen are pixels from its upper left. */

export interface Camera {
  /** In the middle of the view. */
  readonly x: number;
  readonly y: number;
  /** Pixels for one unit of the map. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of the scale at which all is in view. */
const closest = 400;
const farthest = 0.5;
/** Of the shorter side that stays free around everything. */
const margin = 0.06;

export function fitAll({ width, height }: Size, aspect: number): Camera {
  const room = 1 - 2 * margin;
  return { x: 0, y: 0, scale: Math.max(1, Math.min((width * room) / 2, (height * room) / 2 / Math.max(0.05, aspect))) };
}

export function toScreen(camera: Camera, { width, height }: Size, x: number, y: number): [number, number] {
  return [width / 2 + (x - camera.x) * camera.scale, height / 2 - (y - camera.y) * camera.scale];
}

export function toMap(camera: Camera, { width, height }: Size, left: number, top: number): [number, number] {
  return [camera.x + (left - width / 2) / camera.scale, camera.y - (top - height / 2) / camera.scale];
}

/** Moves what is seen by pixels; the middle stays on the map. */
export function pan(camera: Camera, dx: number, dy: number): Camera {
  const within = (value: number): number => Math.min(1.3, Math.max(-1.3, value));
  return { ...camera, x: within(camera.x - dx / camera.scale), y: within(camera.y + dy / camera.scale) };
}

/** What lies below the pixel stays there. `all`: the camera that has everything in view. */
export function zoomAt(camera: Camera, size: Size, left: number, top: number, factor: number, all: Camera): Camera {
  const scale = Math.min(all.scale * closest, Math.max(all.scale * farthest, camera.scale * factor));
  const [x, y] = toMap(camera, size, left, top);
  const next = { ...camera, scale };
  const [nextX, nextY] = toMap(next, size, left, top);
  return pan({ ...next, x: camera.x + x - nextX, y: camera.y + y - nextY }, 0, 0);
}

/** Shows a place closely. */
export function lookAt(x: number, y: number, scale: number): Camera {
  return { x, y, scale };
}
