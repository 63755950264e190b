/** A sheet of SVG to draw one product on: collects definitions, and paints cloth, folds and seams the same way for all kinds. */
import { brightness, darker, lighter } from './colours.ts';
import type { Look } from './drawings/look.ts';
import { patternTile } from './patterns.ts';

/** The box that products are drawn in, units of SVG. */
export const BOX = 640;

type Point = readonly [number, number];
/** A straight segment to a point, or a cubic one with its two control points first. */
export type Segment = Point | readonly [number, number, number, number, number, number];

/** A closed outline that is its own mirror image: `start` and the segments run down one side, the other side follows. */
export function symmetric(start: Point, segments: readonly Segment[], axis = BOX / 2): string {
  const flip = (x: number) => 2 * axis - x;
  const parts = [`M${start[0]} ${start[1]}`];
  const back: string[] = [];
  let [x, y] = start;
  for (const segment of segments) {
    if (segment.length === 2) {
      parts.push(`L${segment[0]} ${segment[1]}`);
      back.unshift(`L${flip(x)} ${y}`);
      [x, y] = segment;
    } else {
      const [ax, ay, bx, by, ex, ey] = segment;
      parts.push(`C${ax} ${ay} ${bx} ${by} ${ex} ${ey}`);
      back.unshift(`C${flip(bx)} ${by} ${flip(ax)} ${ay} ${flip(x)} ${y}`);
      [x, y] = [ex, ey];
    }
  }
  return `${parts.join('')}L${flip(x)} ${y}${back.join('')}Z`;
}

export type Stop = readonly [offset: number, colour: string, opacity?: number];

export interface ClothOptions {
  /** How strongly light and shadow model the form, 1 as usual. */
  readonly depth?: number;
  /** Direction in which the form is round: across (a body), down (a sole) or none. */
  readonly round?: 'across' | 'down' | 'flat';
  /** Creases, as open paths. */
  readonly folds?: readonly string[];
  /** Draw without the pattern of the look. */
  readonly plain?: boolean;
  readonly fill?: string;
}

export class Sheet {
  readonly #definitions: string[] = [];
  readonly #marks: string[] = [];
  #ids = 0;

  #define(make: (id: string) => string): string {
    const id = `d${this.#ids++}`;
    this.#definitions.push(make(id));
    return `url(#${id})`;
  }

  /** A gradient across the bounding box of what it fills; `angle` 0 runs left to right, 90 top to bottom. */
  linear(stops: readonly Stop[], angle = 0): string {
    return this.#define(
      (id) =>
        `<linearGradient id="${id}" gradientTransform="rotate(${angle} .5 .5)">${stopList(stops)}</linearGradient>`,
    );
  }

  radial(stops: readonly Stop[], cx = 0.5, cy = 0.5, r = 0.5): string {
    return this.#define(
      (id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopList(stops)}</radialGradient>`,
    );
  }

  add(...marks: string[]): this {
    this.#marks.push(...marks);
    return this;
  }

  path(d: string, fill: string, extra = ''): this {
    return this.add(`<path d="${d}" fill="${fill}" ${extra}/>`);
  }

  line(d: string, colour: string, width: number, extra = ''): this {
    const cap = extra.includes('stroke-linecap') ? '' : 'stroke-linecap="round"';
    return this.add(
      `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" ${cap} stroke-linejoin="round" ${extra}/>`,
    );
  }

  /** Marks that show only inside `d`. */
  inside(d: string, marks: string): this {
    const clip = this.#define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    return this.add(`<g clip-path="${clip}">${marks}</g>`);
  }

  /** A piece of the product's own material: colour, pattern, roundness, creases and a thin edge. */
  cloth(d: string, look: Look, options: ClothOptions = {}): this {
    const fill = options.fill ?? look.colour.hex;
    const depth = options.depth ?? 1;
    this.path(d, fill);
    const tile = options.plain === true ? null : patternTile(look);
    if (tile !== null)
      this.path(
        d,
        this.#define((id) => tile.replace('<pattern ', `<pattern id="${id}" `)),
      );
    if (options.round !== 'flat') this.path(d, this.linear(roundness(fill, depth), options.round === 'down' ? 90 : 0));
    if (options.folds !== undefined) this.inside(d, creases(options.folds, fill, depth));
    return this.line(d, darker(fill, 0.45), 1.6, 'opacity=".55"');
  }

  seam(d: string, look: Look, width = 2): this {
    return this.line(d, seamColour(look.colour.hex), width, 'opacity=".7"');
  }

  stitch(d: string, colour: string, width = 1.8): this {
    return this.line(d, colour, width, 'stroke-dasharray="6 4" opacity=".85"');
  }

  get definitions(): string {
    return this.#definitions.join('');
  }

  get marks(): string {
    return this.#marks.join('');
  }
}

function stopList(stops: readonly Stop[]): string {
  return stops
    .map(([at, colour, opacity]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity ?? 1}"/>`)
    .join('');
}

/** White cloth is modelled by grey shadows; dark cloth needs stronger lights. */
function roundness(fill: string, depth: number): Stop[] {
  const light = brightness(fill);
  const shadow = (light > 0.85 ? 0.16 : 0.3) * depth;
  const shine = (light < 0.3 ? 0.16 : 0.2) * depth;
  return [
    [0, '#101020', shadow],
    [0.22, '#101020', shadow * 0.25],
    [0.4, '#ffffff', shine],
    [0.56, '#ffffff', 0],
    [0.8, '#101020', shadow * 0.35],
    [1, '#101020', shadow * 1.15],
  ];
}

function creases(folds: readonly string[], fill: string, depth: number): string {
  const dark = brightness(fill) < 0.3;
  const strokes = folds.map(
    (d) =>
      `<path d="${d}" stroke="${dark ? '#000' : darker(fill, 0.7)}" stroke-width="9" opacity="${0.16 * depth}"/>` +
      `<path d="${d}" stroke="${lighter(fill, 0.8)}" stroke-width="5" opacity="${(dark ? 0.14 : 0.22) * depth}" transform="translate(8 1)"/>`,
  );
  return `<g fill="none" stroke-linecap="round" filter="url(#soft)">${strokes.join('')}</g>`;
}

export function seamColour(fill: string): string {
  return brightness(fill) < 0.28 ? lighter(fill, 0.28) : darker(fill, 0.38);
}
