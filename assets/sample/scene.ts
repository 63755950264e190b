/** Sets a drawn product in front of a backdrop, in a pose, with its shadow: the whole image as one SVG document. */
import { type Colour, darker, lighter, mix } from './colours.ts';
import type { Look } from './drawings/look.ts';
import type { Kind } from './kinds/index.ts';
import { BOX, Sheet } from './sheet.ts';

export interface Shot {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly backdrop: 'white' | 'pale' | 'set';
  /** Colour of the backdrop, unless it is white. */
  readonly tint: string;
  /** Degrees clockwise. */
  readonly angle: number;
  /** 1 fills the frame. */
  readonly scale: number;
  readonly mirrored: boolean;
  /** Centre of a close-up in the product's box, null for the whole product. */
  readonly closeUp: readonly [x: number, y: number] | null;
}

export function drawScene(kind: Kind, look: Look, shot: Shot): string {
  const sheet = new Sheet();
  kind.draw(sheet, look.pattern === 'denim' ? { ...look, colour: washed(look.colour) } : look);
  const zoom = shot.closeUp === null ? shot.scale : 1.9;
  const [cx, cy] = shot.closeUp ?? [BOX / 2, BOX / 2];
  const flip = shot.mirrored ? 'scale(-1 1)' : '';
  const place = `translate(${shot.width / 2} ${shot.height / 2}) scale(${((zoom * Math.min(shot.width, shot.height)) / BOX).toFixed(4)})`;
  const pose = `rotate(${shot.angle}) ${flip} translate(${-cx} ${-cy})`;
  const stands = kind.floor !== null;
  const ground = kind.floor === null ? '' : contactShadow(...kind.floor);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${shot.width}" height="${shot.height}">` +
    `<defs>${filters(stands)}${sheet.definitions}</defs>` +
    backdrop(shot, stands) +
    `<g transform="${place}"><g transform="${pose}">${ground}<g${stands ? '' : ' filter="url(#lift)"'}>${sheet.marks}</g></g></g></svg>`
  );
}

/** Denim is never as bright as the name of its colour. */
function washed(colour: Colour): Colour {
  return { ...colour, hex: mix(colour.hex, '#5d6c84', 0.38) };
}

function filters(stands: boolean): string {
  const soft =
    '<filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="3.2"/></filter>';
  const lift =
    '<filter id="lift" x="-10%" y="-10%" width="120%" height="120%"><feDropShadow dx="7" dy="10" stdDeviation="8" flood-color="#1a1d28" flood-opacity=".27"/></filter>';
  const ground =
    '<radialGradient id="ground"><stop offset="0" stop-color="#15171f" stop-opacity=".5"/><stop offset=".55" stop-color="#15171f" stop-opacity=".22"/><stop offset="1" stop-color="#15171f" stop-opacity="0"/></radialGradient>';
  return soft + (stands ? ground : lift);
}

function contactShadow(floor: number, halfWidth: number): string {
  return `<ellipse cx="${BOX / 2 + 6}" cy="${floor - 2}" rx="${halfWidth + 36}" ry="26" fill="url(#ground)"/>`;
}

function backdrop(shot: Shot, stands: boolean): string {
  const { width, height, tint } = shot;
  const all = `width="${width}" height="${height}"`;
  if (shot.backdrop === 'white') return `<rect ${all} fill="#fff"/>`;
  const glow = (inner: string, outer: string) =>
    `<radialGradient id="glow" cx=".5" cy=".45" r=".75"><stop offset="0" stop-color="${inner}"/><stop offset="1" stop-color="${outer}"/></radialGradient><rect ${all} fill="url(#glow)"/>`;
  if (shot.backdrop === 'pale') return glow(lighter(tint, 0.92), lighter(tint, 0.72));
  const wall = glow(lighter(tint, 0.42), darker(tint, 0.08));
  if (!stands || shot.closeUp !== null) return wall;
  const horizon = Math.round(height * 0.7);
  return `${wall}<linearGradient id="floor" x2="0" y2="1"><stop offset="0" stop-color="${darker(tint, 0.16)}"/><stop offset=".5" stop-color="${lighter(tint, 0.25)}"/><stop offset="1" stop-color="${lighter(tint, 0.12)}"/></linearGradient><rect y="${horizon}" width="${width}" height="${height - horizon}" fill="url(#floor)"/>`;
}
