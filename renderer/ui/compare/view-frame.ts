/** Zoom and pan of the stage. Both images are drawn with the same frame, so that the same spot of both is in sight. */

/** `x`, `y`: how far the image is shifted, in parts of the box that shows it; (0, 0) at scale 1. */
export interface Frame {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const wholeImage: Frame = { scale: 1, x: 0, y: 0 };
const largest = 12;

/** Zooms by `factor` around a point of the box (0..1), which stays where it is. */
export function zoomAt(frame: Frame, point: { readonly x: number; readonly y: number }, factor: number): Frame {
  const scale = Math.min(largest, Math.max(1, frame.scale * factor));
  const grown = scale / frame.scale;
  return inside({ scale, x: point.x - (point.x - frame.x) * grown, y: point.y - (point.y - frame.y) * grown });
}

/** Shifts by parts of the box. */
export function panBy(frame: Frame, x: number, y: number): Frame {
  return inside({ ...frame, x: frame.x + x, y: frame.y + y });
}

/** No edge of the image comes into the box. */
function inside({ scale, x, y }: Frame): Frame {
  const least = 1 - scale;
  return { scale, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) };
}

export function toTransform({ scale, x, y }: Frame, mirrored: boolean): string {
  const shifted = `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
  return mirrored ? `${shifted} translateX(100%) scaleX(-1)` : shifted;
}
