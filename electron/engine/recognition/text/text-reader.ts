/** Reads what is written on an image: finds the lines, lays them level, tells which way up they are, and reads each. */
import type { EncodeOptions, TensorFiles } from '../../encoders/index.ts';
import { type ImageFile, type TextViewSizes, textViews } from '../../images/index.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import { type TextBox, textBoxes } from './boxes.ts';
import { ctcTexts } from './ctc.ts';
import { characters, textModels } from './model-files.ts';
import { areaOf, type Point, type Quad, quadOf, type Rectangle } from './quads.ts';
import { withSpaces } from './spaces.ts';
import { batchOf, cutStrip, type RgbPixels, type Strip, stripHeight, turnedStrip } from './strips.ts';

export interface TextLine {
  readonly text: string;
  /** 0 to 1: the mean over its characters. */
  readonly confidence: number;
  /** Corners from where the text begins, clockwise, as shares of the width and height of the image. */
  readonly quad: Quad;
}

export interface ReadOptions extends EncodeOptions {
  readonly sizes?: TextViewSizes;
}

/** Longest sides [px]; docs/measurements.md has what others read. */
export const textSizes: TextViewSizes = { small: 960, large: 2400 };

/** What is less certain is more often made up than read. */
const leastConfidence = 0.6;
/** Shares of light that the detection subtracts and divides by, for B, G, R. */
const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;

const directionWidth = 192;
/** The model has to be so sure before a line is turned (PP-OCR's own). */
const turnFrom = 0.9;
/** A photo of a page of text must not hold everything up. */
const mostLines = 200;

export class TextReader {
  readonly #files: Pick<TensorFiles, 'run'>;

  constructor(files: Pick<TensorFiles, 'run'>) {
    this.#files = files;
  }

  /**
   * The lines on an image, from the top down and from left to right.
   * @throws {AppError} the codes of `readImageFile` and `decodeImage`, `MODEL_FAILED`, `CANCELLED`
   */
  async read(file: string | ImageFile, { sizes = textSizes, ...options }: ReadOptions = {}): Promise<TextLine[]> {
    const { small, large } = await textViews(file, sizes, options.signal);
    await quiet(options);
    const { data, dims } = await this.#files.run(textModels.detection(), detectionInput(small), options);
    const [, , height = 0, width = 0] = dims;
    const found = textBoxes({ data, width, height });
    const scale = { x: large.width / small.width, y: large.height / small.height };
    const rectangles = mostTelling(found).map(({ rectangle }) => scaled(rectangle, scale));
    const lines: TextLine[] = [];
    for (const rectangle of inReadingOrder(rectangles)) {
      await quiet(options);
      const line = await this.#readLine(large, rectangle, options);
      if (line !== undefined) lines.push(line);
    }
    return lines;
  }

  async #readLine(image: RgbPixels, rectangle: Rectangle, options: EncodeOptions): Promise<TextLine | undefined> {
    const strip = cutStrip(image, rectangle);
    const isTurned = await this.#isTurned(strip, options);
    const { text, confidence } = await this.#recognise(isTurned ? turnedStrip(strip) : strip, options);
    if (confidence < leastConfidence || text === '') return undefined;
    const [a, b, c, d] = quadOf(rectangle).map(([x, y]): Point => [x / image.width, y / image.height]) as [
      Point,
      Point,
      Point,
      Point,
    ];
    return {
      text,
      confidence,
      quad: isTurned ? [c, d, a, b] : [a, b, c, d],
    };
  }

  async #isTurned(strip: Strip, options: EncodeOptions): Promise<boolean> {
    const input = batchOf([middleOf(strip, directionWidth)], directionWidth);
    const dims = [1, 3, stripHeight, directionWidth];
    const { data } = await this.#files.run(textModels.direction(), { data: input, dims }, options);
    return (data[1] as number) > turnFrom;
  }

  async #recognise(strip: Strip, options: EncodeOptions): Promise<Pick<TextLine, 'text' | 'confidence'>> {
    const width = Math.ceil(strip.width / 8) * 8;
    const input = { data: batchOf([strip], width), dims: [1, 3, stripHeight, width] };
    const [read] = ctcTexts(await this.#files.run(textModels.recognition(), input, options), characters());
    if (read === undefined) return { text: '', confidence: 0 };
    const placed = read.characters.map(({ character, at }) => ({ character, column: at * width }));
    return { text: withSpaces(placed, strip).trim(), confidence: read.confidence };
  }
}

/** Background work makes way; what a person waits for does not. */
async function quiet({ priority }: EncodeOptions): Promise<void> {
  if (priority === 'background') await untilQuiet();
}

/** Planes B, G, R [1 x 3 x height x width]. */
function detectionInput({ data, width, height }: RgbPixels) {
  const plane = width * height;
  const planes = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const from = 2 - channel;
    const [subtract, divide] = [mean[channel] as number, 255 * (deviation[channel] as number)];
    const rest = (subtract * 255) / divide;
    for (let at = 0; at < plane; at++) planes[channel * plane + at] = (data[3 * at + from] as number) / divide - rest;
  }
  return { data: planes, dims: [1, 3, height, width] };
}

/** The largest, where there are too many. */
function mostTelling(boxes: readonly TextBox[]): readonly TextBox[] {
  if (boxes.length <= mostLines) return boxes;
  return boxes.toSorted((a, b) => areaOf(b.rectangle) - areaOf(a.rectangle)).slice(0, mostLines);
}

/** Both scales are nearly the same: sides are rounded to 32 pixels. */
function scaled(rectangle: Rectangle, scale: { readonly x: number; readonly y: number }): Rectangle {
  const { x, y, halfWidth, halfHeight, angle } = rectangle;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = { x: cos * scale.x, y: sin * scale.y };
  return {
    x: x * scale.x,
    y: y * scale.y,
    angle: Math.atan2(across.y, across.x),
    halfWidth: halfWidth * Math.hypot(across.x, across.y),
    halfHeight: halfHeight * Math.hypot(sin * scale.x, cos * scale.y),
  };
}

/** From the top down; what lies side by side from left to right. */
function inReadingOrder(rectangles: readonly Rectangle[]): Rectangle[] {
  const rows: Rectangle[][] = [];
  for (const rectangle of rectangles.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    const first = row?.[0];
    const beside = first !== undefined && rectangle.y - first.y < Math.min(first.halfHeight, rectangle.halfHeight);
    if (beside) row?.push(rectangle);
    else rows.push([rectangle]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.x - b.x));
}

function middleOf({ data, width }: Strip, most: number): Strip {
  if (width <= most) return { data, width };
  const left = Math.floor((width - most) / 2);
  const middle = new Float32Array(3 * stripHeight * most);
  for (let row = 0; row < 3 * stripHeight; row++) {
    middle.set(data.subarray(row * width + left, row * width + left + most), row * most);
  }
  return { data: middle, width: most };
}
