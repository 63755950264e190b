/** What the engine and the process that reads an image for it say to each other. */
import { z } from 'zod';
import { type ErrorPayload, errorPayloadSchema, toAppError } from '../../contract/errors.ts';
import { modelManifestSchema } from '../../contract/model-manifest.ts';
import type { Transport } from '../../contract/rpc/transport.ts';
import { type DecodedImage, readImage } from '../images/index.ts';

/** One image after the other: the next order comes after the report of the one before. */
export const imageOrderSchema = z.object({
  image: z.string(),
  vision: modelManifestSchema.shape.vision,
  thumbDir: z.string(),
});
export type ImageOrder = z.infer<typeof imageOrderSchema>;

const bytesSchema = z.base64().transform((text) => Buffer.from(text, 'base64'));

export const imageReportSchema = z.union([
  z.object({
    read: z.object({
      contentHash: z.string(),
      bytes: z.int(),
      width: z.int(),
      height: z.int(),
      format: z.enum(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'bmp']),
      thumb: z.enum(['own', 'original']),
      perceptualHash: bytesSchema,
      signature: bytesSchema,
      pixels: bytesSchema,
    }),
  }),
  z.object({ failed: errorPayloadSchema }),
]);

export const isImageOrder = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'image' in message;

/** Takes orders for images, in whatever process; other messages are left alone. */
export function serveImageReading(line: Transport): void {
  line.onMessage((message) => {
    if (isImageOrder(message)) void read(imageOrderSchema.parse(message)).then((report) => line.send(report));
  });
}

async function read({ image, vision, thumbDir }: ImageOrder): Promise<{ read: object } | { failed: ErrorPayload }> {
  try {
    return { read: asText(await readImage(image, { vision, thumbDir })) };
  } catch (error) {
    return { failed: toAppError(error).toPayload() };
  }
}

/** Bytes as base64, since some lines carry JSON. */
function asText(image: DecodedImage): object {
  const text = (bytes: Uint8Array): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  const { perceptualHash, signature, pixels } = image;
  return { ...image, perceptualHash: text(perceptualHash), signature: text(signature), pixels: text(pixels) };
}
