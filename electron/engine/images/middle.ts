/** The middle of an image, closer and closer: people who photograph a product put it there, among other things. */
import { asImageFile } from './decode.ts';
import { type OpenImage, sharpOfRgb, toModelPixels, toRgb, withImage } from './pixels.ts';
import type { ImageFile, VisionInput } from './types.ts';

/**
 * The middle of an image for a model, once for each of `shares` of its sides (0..1], each [input height x input width x
 * 3]. @throws {AppError} the codes of `readImageFile` and `decodeImage`
 */
export async function middlesForModel(
  file: string | ImageFile,
  vision: VisionInput,
  shares: readonly number[],
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const image = await asImageFile(file, signal);
  return withImage(image, { signal }, async (opened) => {
    const whole = await toRgb(opened.pipeline(vision.resize.background), image.path);
    const middles: Uint8Array[] = [];
    for (const share of shares) {
      const width = Math.max(1, Math.round(whole.width * share));
      const height = Math.max(1, Math.round(whole.height * share));
      const left = Math.floor((whole.width - width) / 2);
      const top = Math.floor((whole.height - height) / 2);
      const part = await toRgb(sharpOfRgb(whole).extract({ left, top, width, height }), image.path);
      const middle: OpenImage = { header: { ...opened.header, width, height }, pipeline: () => sharpOfRgb(part) };
      middles.push(await toModelPixels(middle, vision, image.path));
    }
    return middles;
  });
}
