/** Draws products as people print them: photos in a grid, each with a few lines under it. Text is drawn with the fonts of the system. */
import sharp from 'sharp';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { ImageInMemory } from './part.ts';
import { sharpOfRgb } from './pixels.ts';

export interface SheetTile {
  readonly image: ImageInMemory | null;
  readonly title: string;
  /** Under the title, smaller. */
  readonly line: string;
}

export interface SheetPage {
  readonly heading: string;
  /** On the right of the heading. */
  readonly aside: string;
  readonly columns: number;
  /** Rows that there is room for; as many as it takes when left out. */
  readonly rows?: number;
}

/** A4 at 150 dots an inch. */
export const pageSize = { width: 1240, height: 1754 } as const;

const margin = 60;
const gap = 24;
const headHeight = 70;
const captionHeight = 104;
const titleSize = 21;
const lineHeight = 27;
const fonts =
  "Inter, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', 'Segoe UI', Arial, sans-serif";

/** The side of a photo [px]. */
export function tileSide({ columns }: Pick<SheetPage, 'columns'>): number {
  return Math.floor((pageSize.width - 2 * margin - (columns - 1) * gap) / columns);
}

/** Rows of tiles that fit on one page. */
export function rowsOnPage(page: Pick<SheetPage, 'columns'>): number {
  const room = pageSize.height - 2 * margin - headHeight + gap;
  return Math.max(1, Math.floor(room / (tileSide(page) + captionHeight + gap)));
}

export async function drawSheet(
  tiles: readonly SheetTile[],
  page: SheetPage,
  format: 'png' | 'jpeg',
  signal: AbortSignal,
): Promise<Buffer> {
  const side = tileSide(page);
  const rows = Math.ceil(tiles.length / page.columns);
  const height =
    page.rows === undefined
      ? 2 * margin + headHeight + rows * (side + captionHeight + gap) - gap
      : Math.max(pageSize.height, 2 * margin + headHeight + page.rows * (side + captionHeight + gap) - gap);
  const placed: { input: Buffer; left: number; top: number }[] = [];
  const texts: string[] = [
    textAt(margin, margin + 30, page.heading, { size: 34, weight: 600 }),
    textAt(pageSize.width - margin, margin + 30, page.aside, { size: 19, anchor: 'end', fill: '#5b616e' }),
  ];
  for (const [i, { image, title, line }] of tiles.entries()) {
    throwIfCancelled(signal);
    const left = margin + (i % page.columns) * (side + gap);
    const top = margin + headHeight + Math.floor(i / page.columns) * (side + captionHeight + gap);
    if (image === null)
      texts.push(`<rect x="${left}" y="${top}" width="${side}" height="${side}" rx="10" fill="#eceef1"/>`);
    else {
      const fitted = await sharpOfRgb(image)
        .resize(side, side, { fit: 'contain', background: '#ffffff' })
        .png({ compressionLevel: 1 })
        .toBuffer();
      placed.push({ input: fitted, left, top });
    }
    const lines = wrapped(title, side / titleSize, 2);
    lines.forEach((text, row) => {
      texts.push(textAt(left, top + side + 30 + row * lineHeight, text, { size: titleSize, weight: 500 }));
    });
    const below = top + side + 30 + lines.length * lineHeight;
    texts.push(textAt(left, below, wrapped(line, side / 19, 1)[0] ?? '', { size: 19, fill: '#5b616e' }));
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${pageSize.width}" height="${height}">${texts.join('')}</svg>`;
  const sheet = sharp({ create: { width: pageSize.width, height, channels: 3, background: '#ffffff' } }).composite([
    ...placed,
    { input: Buffer.from(svg), left: 0, top: 0 },
  ]);
  return format === 'png' ? sheet.png().toBuffer() : sheet.jpeg({ quality: 90 }).toBuffer();
}

interface TextLook {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'end';
}

function textAt(
  x: number,
  y: number,
  text: string,
  { size, weight = 400, fill = '#16181d', anchor = 'start' }: TextLook,
) {
  return `<text x="${x}" y="${y}" font-family="${fonts}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

/** What XML may not hold is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Up to `most` lines of about `width` em: Chinese characters are one wide, others a bit more than half. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.trim().match(/\p{Script=Han}|[^\s\p{Script=Han}]+|\s+/gu) ?? []) {
    if (widthOf(line + piece) <= width || line === '') line += piece;
    else {
      lines.push(line.trim());
      line = piece.trim() === '' ? '' : piece;
    }
  }
  if (line.trim() !== '') lines.push(line.trim());
  const shown = lines.slice(0, most).map((own) => cut(own, width));
  const last = shown.at(-1);
  if (lines.length > most && last !== undefined) shown[shown.length - 1] = cut(`${last} …`, width);
  return shown;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let end = text.replace(/\s*…$/u, '');
  while (end !== '' && widthOf(`${end}…`) > width) end = [...end].slice(0, -1).join('');
  return `${end.trim()}…`;
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u{2E80}-\u{FFEF}]/u.test(character) ? 1 : /[A-Z@%&mwMW]/.test(character) ? 0.74 : 0.54;
  return width;
}
