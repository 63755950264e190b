/** Where the square that a model sees lies in an image whose shorter side was scaled to fit. */

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface CoverGeometry extends Size {
  /** What is kept of the scaled image. */
  readonly crop: Size & { readonly left: number; readonly top: number };
  /** What is put around it where it is smaller than the model's input; null when nothing is. */
  readonly pad: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } | null;
}

/**
 * The shorter side becomes `shortestEdge` and the longer one is cut off to a whole number, as in torchvision's `Resize` and
 * `get_resize_output_image_size` of Transformers. The middle of `input` is cut out with odd rests rounded down, as in `center_crop` of
 * Transformers; torchvision's `CenterCrop` rounds halves to even, which is one pixel more for one in four images. Without
 * `shortestEdge` the image is scaled until it just covers `input`.
 */
export function coverGeometry(image: Size, input: Size, shortestEdge: number | undefined): CoverGeometry {
  return centred(scaled(image, input, shortestEdge), input);
}

/** The middle of a scaled image that a model sees. */
export function centred({ width, height }: Size, input: Size): CoverGeometry {
  const crop = {
    width: Math.min(width, input.width),
    height: Math.min(height, input.height),
    left: Math.max(0, Math.floor((width - input.width) / 2)),
    top: Math.max(0, Math.floor((height - input.height) / 2)),
  };
  const [missingX, missingY] = [input.width - crop.width, input.height - crop.height];
  if (missingX === 0 && missingY === 0) return { width, height, crop, pad: null };
  const [left, top] = [Math.ceil(missingX / 2), Math.ceil(missingY / 2)];
  return { width, height, crop, pad: { left, top, right: missingX - left, bottom: missingY - top } };
}

function scaled({ width, height }: Size, input: Size, shortestEdge: number | undefined): Size {
  if (shortestEdge === undefined && input.width !== input.height) {
    const scale = Math.max(input.width / width, input.height / height);
    return {
      width: Math.max(input.width, Math.round(width * scale)),
      height: Math.max(input.height, Math.round(height * scale)),
    };
  }
  const edge = shortestEdge ?? input.width;
  return width <= height
    ? { width: edge, height: Math.floor((edge * height) / width) }
    : { width: Math.floor((edge * width) / height), height: edge };
}
