/** What stands on images: text and barcodes. */
import { z } from 'zod';
import { contentHashSchema } from './catalog.ts';
import { method } from './method.ts';

const pointSchema = z.tuple([z.number(), z.number()]);

export const textLineSchema = z.object({
  text: z.string(),
  confidence: z.number().describe('0..1: how sure the reading is, the mean over its characters'),
  quad: z
    .tuple([pointSchema, pointSchema, pointSchema, pointSchema])
    .describe('corners [x, y] from where the text begins, clockwise, as shares of width and height'),
});
export type TextLine = z.infer<typeof textLineSchema>;

export const barcodeSchema = z.object({
  format: z.enum(['ean', 'qr', 'datamatrix', 'code128', 'itf']).describe('ean: EAN and UPC'),
  text: z.string(),
  gtin: z.string().nullable().describe('the trade number with 13 digits, of a case 14; null where it says none'),
  valid: z.boolean().describe('false: its check digit is wrong, so that a digit was misread or misprinted'),
});
export type BarcodeOnImage = z.infer<typeof barcodeSchema>;

export const readingStatusSchema = z.object({
  on: z.boolean().describe('images are read in the background, those that come in later too'),
  asked: z.boolean().describe('a person has decided about it'),
  waiting: z.int().describe('images that could be read and were not yet'),
  read: z.int(),
  withText: z.int(),
  withCodes: z.int(),
  failed: z.int().describe('images that could not be read'),
});
export type ReadingStatus = z.infer<typeof readingStatusSchema>;

export const imageReadingSchema = z.object({
  state: z
    .enum(['read', 'waiting', 'small', 'failed'])
    .describe('small: too small for anything on it to be read; failed: it could not be read, `failure` says why'),
  failure: z.string().nullable(),
  lines: z.array(textLineSchema).describe('from the top down'),
  codes: z.array(barcodeSchema),
});
export type ImageReading = z.infer<typeof imageReadingSchema>;

export const recognitionMethods = {
  'recognition.status': method({}, readingStatusSchema),
  /** Begins to read the images of the library in the background, or stops; what was read stays. */
  'recognition.turn': method({ on: z.boolean() }, readingStatusSchema),
  /** What stands on images of the catalog, by their content; those that are not there are left out. */
  'recognition.ofImages': method(
    { hashes: z.array(contentHashSchema).max(500) },
    z.array(imageReadingSchema.extend({ hash: contentHashSchema })),
  ),
  /** The lines of text on an image that was added with `search.addImage`. */
  'recognition.onPhoto': method({ hash: contentHashSchema }, z.array(textLineSchema)),
};
