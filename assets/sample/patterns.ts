/** Printed and woven patterns as SVG tiles. */
import { brightness, darker, lighter } from './colours.ts';
import type { Look } from './drawings/look.ts';

export const patternNames = ['plain', 'striped', 'checked', 'dotted', 'floral', 'knit', 'denim', 'leather'] as const;
export type PatternName = (typeof patternNames)[number];

/** The `<pattern>` element (without an id) of a look, null for plain cloth. */
export function patternTile(look: Look): string | null {
  const accent = look.accent.hex;
  const base = look.colour.hex;
  switch (look.pattern) {
    case 'plain':
      return null;
    case 'striped': {
      const angle = look.variant % 2 === 0 ? 90 : 0;
      return tile(34, 34, `<rect width="15" height="34" fill="${accent}"/>`, `rotate(${angle})`);
    }
    case 'checked':
      return tile(
        52,
        52,
        `<rect width="24" height="52" fill="${accent}" opacity=".5"/><rect width="52" height="24" fill="${accent}" opacity=".5"/>` +
          `<path d="M38 0V52M0 38H52" stroke="${lighter(base, 0.6)}" stroke-width="2.5" opacity=".75"/>`,
      );
    case 'dotted':
      return tile(
        40,
        40,
        `<circle cx="10" cy="10" r="6.5" fill="${accent}"/><circle cx="30" cy="30" r="6.5" fill="${accent}"/>`,
      );
    case 'floral':
      return tile(
        84,
        84,
        flower(22, 24, 11, accent) + flower(64, 60, 13, lighter(accent, 0.35)) + leaf(58, 16) + leaf(18, 64),
      );
    case 'knit':
      return tile(
        16,
        14,
        `<path d="M1 2L8 10L15 2" fill="none" stroke="${shadeOf(base)}" stroke-width="2.4" opacity=".4"/>`,
      );
    case 'denim':
      return tile(
        7,
        7,
        `<path d="M0 7L7 0" stroke="${lighter(base, 0.55)}" stroke-width="1" opacity=".35"/><path d="M0 0V7" stroke="${darker(base, 0.5)}" stroke-width="1" opacity=".3"/>`,
      );
    case 'leather':
      return tile(
        26,
        22,
        `<path d="M2 6q5 -4 9 1t8 -2M6 17q6 3 10 -2t8 1" fill="none" stroke="${shadeOf(base)}" stroke-width="1.2" opacity=".25"/>`,
      );
  }
}

function tile(width: number, height: number, marks: string, transform = ''): string {
  return `<pattern width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="${transform}">${marks}</pattern>`;
}

function flower(x: number, y: number, r: number, colour: string): string {
  const petals = [0, 72, 144, 216, 288].map((angle) => {
    const radians = (angle * Math.PI) / 180;
    const px = (x + Math.cos(radians) * r * 0.75).toFixed(1);
    const py = (y + Math.sin(radians) * r * 0.75).toFixed(1);
    return `<circle cx="${px}" cy="${py}" r="${(r * 0.55).toFixed(1)}" fill="${colour}"/>`;
  });
  return `${petals.join('')}<circle cx="${x}" cy="${y}" r="${(r * 0.38).toFixed(1)}" fill="#f3cf55"/>`;
}

function leaf(x: number, y: number): string {
  return `<ellipse cx="${x}" cy="${y}" rx="9" ry="4" fill="#3f7d4c" opacity=".8" transform="rotate(-35 ${x} ${y})"/>`;
}

function shadeOf(base: string): string {
  return brightness(base) < 0.3 ? lighter(base, 0.35) : darker(base, 0.5);
}
