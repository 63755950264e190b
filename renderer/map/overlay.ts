/** What is drawn over the points: photos from near, rings around what is picked or pointed at, names of areas, and what is being drawn. */
import type { MapArea } from '@contract';
import { type Camera, type Size, toScreen } from './camera.ts';
import { levelsAt, type Named, withRoom } from './labels.ts';
import type { Outline } from './shapes.ts';
import type { Thumbs } from './thumbs.ts';

export interface Overlay {
  readonly camera: Camera;
  readonly size: Size;
  readonly density: number;
  readonly zoom: number;
  readonly radius: number;
  readonly ids: readonly number[];
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** Points in view that may be shown as photos, nearest to the middle first; none from afar. */
  readonly near: readonly number[];
  readonly thumbs: Thumbs;
  readonly selected: readonly number[];
  readonly hovered: number | null;
  readonly areas: readonly (MapArea & { readonly text: string })[];
  readonly drawn: Outline | null;
  /** Of the part that is selected while it is drawn; a lasso is not closed before it ends. */
  readonly colours: { readonly text: string; readonly surface: string; readonly accent: string; readonly line: string };
  readonly font: string;
}

const thumbSize = 46;
/** More of them would hide what they are around; the rest of the map is faint then anyway. */
const mostRings = 60;

export function paintOverlay(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { size, density } = overlay;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  paintThumbs(context, overlay);
  paintRings(context, overlay);
  paintNames(context, overlay);
  if (overlay.drawn !== null) paintOutline(context, overlay, overlay.drawn);
}

function at({ camera, size, xs, ys }: Overlay, point: number): [number, number] {
  return toScreen(camera, size, xs[point] as number, ys[point] as number);
}

function paintThumbs(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { near, thumbs, ids, colours, zoom } = overlay;
  const side = thumbSize * Math.min(1.6, Math.max(1, (zoom / 6) ** 0.3));
  const taken: [number, number][] = [];
  for (const point of near) {
    const [left, top] = at(overlay, point);
    if (taken.some(([x, y]) => Math.abs(x - left) < side + 4 && Math.abs(y - top) < side + 4)) continue;
    const image = thumbs.image(ids[point] as number);
    if (image === undefined) continue;
    taken.push([left, top]);
    const ratio = image.naturalWidth / image.naturalHeight;
    const width = ratio > 1 ? side : side * ratio;
    const height = ratio > 1 ? side / ratio : side;
    context.fillStyle = '#ffffff';
    roundedBox(context, left - side / 2, top - side / 2, side, side, 6);
    context.fill();
    context.save();
    context.clip();
    context.drawImage(image, left - width / 2, top - height / 2, width, height);
    context.restore();
    context.lineWidth = 1;
    context.strokeStyle = colours.line;
    roundedBox(context, left - side / 2, top - side / 2, side, side, 6);
    context.stroke();
  }
}

function roundedBox(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(left, top, width, height, radius);
}

function paintRings(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { selected, hovered, radius, colours, size } = overlay;
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  if (selected.length <= mostRings) {
    for (const point of selected) {
      const [left, top] = at(overlay, point);
      if (left < -20 || top < -20 || left > size.width + 20 || top > size.height + 20) continue;
      ring(context, left, top, radius + 2.5);
    }
  }
  if (hovered === null) return;
  context.lineWidth = 3;
  context.strokeStyle = colours.surface;
  ring(context, ...at(overlay, hovered), radius + 5);
  context.lineWidth = 2;
  context.strokeStyle = colours.text;
  ring(context, ...at(overlay, hovered), radius + 4);
}

function ring(context: CanvasRenderingContext2D, left: number, top: number, radius: number): void {
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** Where the tools stand; see map.module.css. */
const toolsBox = { left: 36, top: 150, width: 56, height: 300 };
/** [px] by level of the area. */
const fontSizes = [14, 12.5, 11.5];

function paintNames(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { areas, zoom, colours, size, font } = overlay;
  const upTo = levelsAt(zoom);
  const names = areas
    .filter(({ level }) => level <= upTo)
    .map((area): Named => {
      const height = fontSizes[area.level] ?? 11.5;
      context.font = fontOf(area.level, font);
      const [left, top] = toScreen(overlay.camera, size, area.x / 1000, area.y / 1000);
      // Above where its products lie closest, so that these stay in sight.
      const lifted = top - height - 2;
      return {
        level: area.level,
        text: area.text,
        left,
        top: lifted,
        width: context.measureText(area.text).width,
        height: height + 4,
      };
    });
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const name of withRoom(names, size.width, size.height, [toolsBox])) {
    context.font = fontOf(name.level, font);
    context.lineWidth = 4;
    context.strokeStyle = colours.surface;
    context.strokeText(name.text, name.left, name.top);
    context.fillStyle = colours.text;
    context.fillText(name.text, name.left, name.top);
  }
}

function fontOf(level: number, family: string): string {
  return `${level === 0 ? 650 : 550} ${fontSizes[level] ?? 11.5}px ${family}`;
}

function paintOutline(context: CanvasRenderingContext2D, overlay: Overlay, outline: Outline): void {
  const [first, ...rest] = outline.map(([x, y]) => toScreen(overlay.camera, overlay.size, x, y));
  if (first === undefined) return;
  context.beginPath();
  context.moveTo(...first);
  for (const point of rest) context.lineTo(...point);
  context.closePath();
  context.fillStyle = overlay.colours.accent;
  context.globalAlpha = 0.12;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = overlay.colours.accent;
  context.stroke();
}
