/** Draws points without a graphics card: as small squares, which is what a plain canvas is quick at, and as discs from near. */
import { drawingOrder, type Painter } from './painter.ts';

/** From this size on [px] a square would be seen as one. */
const roundFrom = 3;

export function canvasPainter(canvas: HTMLCanvasElement): Painter {
  let places = new Float32Array(0);
  let order: ArrayLike<number> & Iterable<number> = new Uint32Array(0);
  /** Fill of each point, as a place among `fills`; -1 is not drawn. */
  let fillOf = new Int32Array(0);
  let fills: string[] = [];
  return {
    kind: 'canvas',
    setPoints: (next) => {
      places = Float32Array.from(next);
    },
    setLooks: ({ colours, above }) => {
      const known = new Map<string, number>();
      fillOf = Int32Array.from(above, (_, i) => {
        const [red, green, blue, alpha] = colours.subarray(4 * i, 4 * i + 4);
        if (alpha === 0) return -1;
        const fill = `rgb(${red} ${green} ${blue} / ${((alpha ?? 0) / 255).toFixed(2)})`;
        const place = known.get(fill) ?? known.size;
        known.set(fill, place);
        return place;
      });
      fills = [...known.keys()];
      // Of those on one level the same colours stand together: changing the fill is what takes time.
      const rank = (i: number): number => (above[i] === 0 ? 0 : fills.length + 1) + (fillOf[i] as number);
      order = drawingOrder(above).sort((a, b) => rank(a) - rank(b));
    },
    paint: (camera, { width, height }, density, radius) => {
      const context = canvas.getContext('2d');
      if (context === null) return;
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, width, height);
      let fill = -1;
      for (const i of order) {
        const own = fillOf[i] as number;
        if (own < 0) continue;
        const left = width / 2 + ((places[2 * i] as number) - camera.x) * camera.scale;
        const top = height / 2 - ((places[2 * i + 1] as number) - camera.y) * camera.scale;
        if (left < -radius || top < -radius || left > width + radius || top > height + radius) continue;
        if (own !== fill) {
          fill = own;
          context.fillStyle = fills[own] as string;
        }
        if (radius < roundFrom) {
          context.fillRect(left - radius, top - radius, 2 * radius, 2 * radius);
        } else {
          context.beginPath();
          context.arc(left, top, radius, 0, 2 * Math.PI);
          context.fill();
        }
      }
    },
    end: () => undefined,
  };
}
