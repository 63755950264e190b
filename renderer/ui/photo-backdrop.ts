/** Tells a studio shot on white from a photo of a place, by its border, so that each can be laid out as suits it. */

/** `studio`: white or transparent all around. `scene`: anything else, of about the shape of a tile. `odd`: much wider or taller. */
export type Backdrop = 'studio' | 'scene' | 'odd';

/** The image is looked at in this many pixels a side. */
const side = 12;
const whiteFrom = 240;
/** Part of the border that must be white; a product may touch it somewhere. */
const whitePart = 0.7;
/** Width by height of a tile, and how far a photo may be from it and still fill it. */
const tileRatio = 0.86;
const mostCropped = 1.28;

let canvas: HTMLCanvasElement | undefined;

export function backdropOf(image: HTMLImageElement): Backdrop {
  canvas ??= Object.assign(document.createElement('canvas'), { width: side, height: side });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const ratio = image.naturalWidth / Math.max(1, image.naturalHeight);
  if (context === null) return 'studio';
  context.clearRect(0, 0, side, side);
  context.drawImage(image, 0, 0, side, side);
  if (hasWhiteBorder(context.getImageData(0, 0, side, side).data, side)) return 'studio';
  return Math.max(ratio / tileRatio, tileRatio / ratio) <= mostCropped ? 'scene' : 'odd';
}

/** `pixels`: RGBA of a square image. */
export function hasWhiteBorder(pixels: ArrayLike<number>, size: number): boolean {
  let white = 0;
  let border = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (x > 0 && y > 0 && x < size - 1 && y < size - 1) continue;
      border++;
      const at = (y * size + x) * 4;
      const clear = (pixels[at + 3] ?? 255) < 32;
      const bright = Math.min(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0) >= whiteFrom;
      if (clear || bright) white++;
    }
  }
  return white / border >= whitePart;
}
