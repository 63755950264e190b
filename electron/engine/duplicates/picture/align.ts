/**
 * Lays one picture over another: which rectangle of the first does the second show, and how well do they agree there? A copy that was
 * cropped, framed, put into a screenshot or mirrored finds its place; two different products in the same pose do not agree in detail.
 */
import { signatureSide } from '../../images/index.ts';
import { agreementOf } from './agreement.ts';
import { colourDifference } from './colour.ts';
import { type Look, mirrored } from './look.ts';
import { bestStart, climb, overlapOf, wholly } from './place.ts';
import { type Fit, fitAt, refine } from './refine.ts';
import { sharedCells } from './shared-cells.ts';

export interface Overlay {
  readonly mirrored: boolean;
  /** Correlation of luma over what both show, -1..1. */
  readonly luma: number;
  /** The same without light and shade: edges and prints. */
  readonly detail: number;
  /** Share of what either picture shows that the other shows there too, by the picture of which more is: high where a text hides the rest. 0..1 */
  readonly agreeing: number;
  /** The same where they agree as only copies do. */
  readonly closely: number;
  /** Share of the cells that have detail of their own in both pictures: low for a plain shape on white, which many products share. 0..1 */
  readonly rich: number;
  /** Mean difference of colour, less a cast over all of it, where both agree in detail. 0..1 */
  readonly colour: number;
  /** That cast: the median difference of colour. 0..1 */
  readonly cast: number;
  /** Share of the smaller picture that both show, 0..1. */
  readonly overlap: number;
}

/** Where less of the detail agrees than this before and after looking closer, no kind of copy was found in it, and chance is enough. */
const leastShare = 0.3;
const leastRefined = 0.45;
/** Nearly all agrees where it lies: there is nothing to look for. */
const found = 0.9;

/** By so much the mirror image has to fit better to be taken for it: many things are alike on both sides. */
const clearly = 0.01;

/** Two pictures of which none shows what the other does. */
export const apart: Overlay = {
  mirrored: false,
  luma: 0,
  detail: 0,
  agreeing: 0,
  closely: 0,
  rich: 0,
  colour: 0.2,
  cast: 0,
  overlap: 1,
};

export function overlay(left: Look, right: Look): Overlay {
  const flipped = mirrored(right);
  const start = likelyPlace(left, right, flipped);
  if (start.share < leastShare) return apart;
  const fit = refine(left, start.shown, start);
  if (fit.share < leastRefined) return apart;
  const cells = sharedCells(left, start.shown, fit.place);
  const { where, ...agreement } = agreementOf(cells, fit.gain);
  const [x0, y0, x1, y1] = fit.place;
  return {
    mirrored: start.shown === flipped,
    ...agreement,
    ...colourDifference(left, start.shown, fit.place, where),
    overlap: overlapOf(cells.count / signatureSide ** 2, (x1 - x0) * (y1 - y0)),
  };
}

interface Start extends Fit {
  /** The second picture, or its mirror image. */
  readonly shown: Look;
}

/**
 * Light and shade lead to where a part or a framed copy lies; but what was laid over a picture may pull them anywhere, and most of its detail is
 * still where it was.
 */
function likelyPlace(left: Look, right: Look, flipped: Look): Start {
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
