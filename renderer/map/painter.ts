/** What the points of the map are drawn with: WebGL where there is any, a plain canvas otherwise. */
import type { Camera, Size } from './camera.ts';
import { canvasPainter } from './painter-canvas.ts';
import { webglPainter } from './painter-webgl.ts';

export interface PointLooks {
  /** Red, green, blue and opacity of each point, 0..255; with opacity 0 a point is not drawn. */
  readonly colours: Uint8Array;
  /** Points that lie above the rest. */
  readonly above: Uint8Array;
}

export interface Painter {
  readonly kind: 'webgl' | 'canvas';
  /** [points x 2] */
  setPoints(places: Float32Array): void;
  setLooks(looks: PointLooks): void;
  /** `radius` of a point and `size` in CSS pixels, `density`: device pixels for one of them, `rim`: as three numbers 0..1. */
  paint(camera: Camera, size: Size, density: number, radius: number, rim: readonly [number, number, number]): void;
  /** Lets go of what it holds on the graphics card. */
  end(): void;
}

/** `onLost`: the graphics card took what was drawn away; another painter is needed then. */
export function createPainter(canvas: HTMLCanvasElement, onLost: () => void, plain = false): Painter {
  return (plain ? null : webglPainter(canvas, onLost)) ?? canvasPainter(canvas);
}

/** The order in which points are drawn: those above last. */
export function drawingOrder(above: Uint8Array): Uint32Array {
  const order = new Uint32Array(above.length);
  let at = 0;
  for (const layer of [0, 1]) {
    for (let i = 0; i < above.length; i++) if ((above[i] === 0 ? 0 : 1) === layer) order[at++] = i;
  }
  return order;
}

/** How large points are [px]: small ones where there are many, and larger as one comes closer. */
export function radiusAt(points: number, zoom: number): number {
  const base = Math.min(4.5, Math.max(1.5, 180 / Math.sqrt(points + 1)));
  return Math.min(9, base * Math.max(1, zoom) ** 0.4);
}
