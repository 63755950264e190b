/**
 * Lays one image over another: which rectangle of the first does the second show, and how well do they agree there? A
 * copy that was cropped, framed, put into a screenshot or mirrored finds its place; two different products in the same
 * pose do not agree in detail.
 */
import { signatureSide } from '../../images/index.ts';
import { type Agreement, agreementOf } from './agreement.ts';
import { type ColourDifference, colourDifference } from './colour.ts';
import { bestStart, climb, overlapOf, wholly } from './place.ts';
import { mirrored, type Pyramid } from './pyramid.ts';
import { type Fit, fitAt, refine } from './refine.ts';
import { sharedCells } from './shared-cells.ts';

export interface Registration extends Omit<Agreement, 'where'>, ColourDifference {
  readonly mirrored: boolean;
  /** Share of the smaller image that both show, 0..1. */
  readonly overlap: number;
  /** Share of the rim that is of one brightness, of the image where it is less: see `Pyramid`. */
  readonly plain: number;
}

/** Where less of the detail agrees than this, before and after looking closer, it is chance and no copy. */
const leastShare = 0.3;
const leastRefined = 0.45;
/** Nearly all agrees where it lies: there is nothing to look for. */
const found = 0.9;

/** By so much the mirror image has to fit better to be taken for it: many things are alike on both sides. */
const clearly = 0.01;

/** Two images of which none shows what the other does. */
export const unrelated: Registration = {
  mirrored: false,
  luma: 0,
  detail: 0,
  agreeing: 0,
  closely: 0,
  rich: 0,
  colour: 0.2,
  cast: 0,
  overlap: 1,
  plain: 0,
};

export function registerImages(left: Pyramid, right: Pyramid): Registration {
  const flipped = mirrored(right);
  const plain = Math.min(left.plain, right.plain);
  const start = likelyPlace(left, right, flipped);
  if (start.share < leastShare) return { ...unrelated, plain };
  const fit = refine(left, start.shown, start);
  if (fit.share < leastRefined) return { ...unrelated, plain };
  const cells = sharedCells(left, start.shown, fit.place);
  const { where, ...agreement } = agreementOf(cells, fit.gain);
  const [x0, y0, x1, y1] = fit.place;
  return {
    mirrored: start.shown === flipped,
    ...agreement,
    ...colourDifference(left, start.shown, fit.place, where),
    overlap: overlapOf(cells.count / signatureSide ** 2, (x1 - x0) * (y1 - y0)),
    plain,
  };
}

interface Start extends Fit {
  /** The second image, or its mirror image. */
  readonly shown: Pyramid;
}

/**
 * Light and shade lead to where a part or a framed copy lies; but what was laid over an image may pull them anywhere,
 * and most of its detail is still where it was.
 */
function likelyPlace(left: Pyramid, right: Pyramid, flipped: Pyramid): Start {
  const plain: Start = { ...fitAt(left, right, wholly), shown: right };
  const turned: Start = { ...fitAt(left, flipped, wholly), shown: flipped };
  const whole = turned.share > plain.share ? turned : plain;
  if (whole.share >= found) return whole;
  const start = bestStart(left, right);
  const turnedStart = bestStart(left, flipped);
  const isTurned = turnedStart.score > start.score + clearly;
  const shown = isTurned ? flipped : right;
  const { place } = climb(left, shown, isTurned ? turnedStart : start);
  const climbed: Start = { ...fitAt(left, shown, place), shown };
  return climbed.share > whole.share ? climbed : whole;
}
