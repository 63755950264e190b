/** Where the names of areas stand: the largest first, none over another, more of them the closer one looks. */

export interface Box {
  /** In the middle, in pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Named extends Box {
  readonly level: number;
  readonly text: string;
}

/** Free room around a name [px]. */
const air = 8;
/** The same words are not said again this near [px]. */
const apart = 260;

/** Those that have room in a view of this size, in the order given. `taken`: where something else stands over the map. */
export function withRoom<N extends Named>(
  names: readonly N[],
  width: number,
  height: number,
  taken: readonly Box[] = [],
): N[] {
  const placed: N[] = [];
  for (const name of names) {
    const halfWidth = name.width / 2;
    const halfHeight = name.height / 2;
    if (name.left - halfWidth < 4 || name.left + halfWidth > width - 4) continue;
    if (name.top - halfHeight < 4 || name.top + halfHeight > height - 4) continue;
    const collides = [...taken, ...placed].some(
      (other) =>
        Math.abs(other.left - name.left) < halfWidth + other.width / 2 + air &&
        Math.abs(other.top - name.top) < halfHeight + other.height / 2 + air,
    );
    const repeats = placed.some(
      (other) => other.text === name.text && Math.hypot(other.left - name.left, other.top - name.top) < apart,
    );
    if (!collides && !repeats) placed.push(name);
  }
  return placed;
}

/** Levels that are named at a zoom, as how many times closer one looks than with everything in view. */
export function levelsAt(zoom: number): number {
  if (zoom < 1.7) return 0;
  return zoom < 3.5 ? 1 : 2;
}
