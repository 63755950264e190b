/** The `vision` part of a model.json, from `preprocessor_config.json` (or what OpenCLIP writes) and the ONNX file. */
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import type { Clues } from './clues.ts';
import type { OpenClip, Preprocessor, Size } from './config-files.ts';
import { unsupported } from './unsupported.ts';

type Vision = ModelManifest['vision'];
type Kernel = Vision['resize']['kernel'];

export type VisionParts = Pick<Vision, 'resize' | 'normalise'> & { readonly width: number; readonly height: number };

/** How images are prepared. @throws {AppError} `MODEL_UNSUPPORTED` */
export function visionParts(clues: Clues): VisionParts {
  const parts =
    clues.preprocessor !== undefined
      ? fromPreprocessor(clues.preprocessor, clues)
      : clues.openClip?.preprocess_cfg != null
        ? fromOpenClip(clues.openClip, clues)
        : fromFamily(clues);
  return fitted(parts, clues);
}

const white = [255, 255, 255] as [number, number, number];
/** What transformers and torchvision put around an image that is smaller than what they cut out. */
const black = [0, 0, 0] as [number, number, number];
const byteScale = 1 / 255;

/** By numbers of the Python Imaging Library, or by name. */
const kernels: Readonly<Record<string, Kernel>> = {
  ...{ 0: 'nearest', 1: 'lanczos3', 2: 'linear', 3: 'cubic', 4: 'box', 5: 'hamming' },
  ...{ nearest: 'nearest', lanczos: 'lanczos3', bilinear: 'linear', bicubic: 'cubic', box: 'box', hamming: 'hamming' },
};

function fromPreprocessor(preprocessor: Preprocessor, clues: Clues): VisionParts {
  const { facts, assume } = clues;
  const { do_resize, resample, do_rescale, do_normalize } = preprocessor;
  const kernel = kernels[String(resample ?? 3).toLowerCase()];
  if (kernel === undefined) {
    const message = `Pictures were scaled with a filter (number ${resample}) that is not here: linear is used.`;
    assume('pictures-filter', message, { number: resample ?? '' });
  }
  const mean = do_normalize === false ? black : preprocessor.image_mean;
  const std = do_normalize === false ? ([1, 1, 1] as [number, number, number]) : preprocessor.image_std;
  if (mean == null || std == null) {
    assume('pictures-mean', 'Mean and deviation of pictures are not given: those of the family are used.');
  }
  const { width, height, resize } = sizesOf(preprocessor, clues);
  return {
    width,
    height,
    resize: {
      ...{ background: white, kernel: kernel ?? 'linear', position: 'centre' },
      ...(do_resize === false ? { fit: 'cover', padding: black } : resize),
    },
    normalise: {
      mean: mean ?? facts.mean,
      std: std ?? facts.std,
      scale: do_rescale === false ? 1 : (preprocessor.rescale_factor ?? byteScale),
    },
  };
}

type Sizes = Pick<VisionParts, 'width' | 'height'> & {
  readonly resize: Pick<Vision['resize'], 'fit' | 'shortestEdge' | 'squash' | 'padding'>;
};

/**
 * What is scaled to what, and what of it is cut out. A number alone is the shorter side where the family cuts, and both sides where it
 * squashes, as `default_to_square` of transformers has it.
 */
function sizesOf({ size, crop_size, do_center_crop }: Preprocessor, { facts, config, openClip, assume }: Clues): Sizes {
  const usual = edgesOf(config.vision_config?.image_size ?? openClip?.model_cfg?.vision_cfg?.image_size, true);
  const crop = edgesOf(crop_size, true) ?? (do_center_crop === true ? usual : undefined);
  const given = edgesOf(size, facts.fit === 'fill');
  if (given === undefined && crop === undefined && usual === undefined) {
    const message = `preprocessor_config.json gives no size: ${facts.image} x ${facts.image} is assumed.`;
    assume('pictures-size', message, { size: facts.image });
  }
  const square = { width: facts.image, height: facts.image };
  const scaled = given ?? (facts.fit === 'cover' ? { shortest: shortestOf(usual ?? crop ?? square) } : undefined);
  const cuts = do_center_crop ?? (facts.fit === 'cover' && (scaled?.shortest !== undefined || crop !== undefined));
  const cut = crop ?? usual ?? square;
  if (scaled?.shortest !== undefined) {
    if (!cuts) {
      const message = 'Pictures are cut to a square: the files do not say what is done with their longer side.';
      assume('pictures-cut', message);
    }
    const shown = cuts && crop !== undefined ? crop : { width: scaled.shortest, height: scaled.shortest };
    const { width, height } = sidesOf(cuts && given === undefined ? cut : shown);
    return { width, height, resize: { fit: 'cover', shortestEdge: scaled.shortest, padding: black } };
  }
  const whole = sidesOf(scaled ?? usual ?? crop ?? square);
  if (!cuts || crop === undefined) return { ...whole, resize: { fit: 'fill' } };
  const { width, height } = sidesOf(crop);
  if (width === whole.width && height === whole.height) return { ...whole, resize: { fit: 'fill' } };
  return { width, height, resize: { fit: 'fill', squash: whole, padding: black } };
}

function fromOpenClip({ model_cfg, preprocess_cfg }: OpenClip, { facts, assume }: Clues): VisionParts {
  const said = edgesOf(preprocess_cfg?.size ?? model_cfg?.vision_cfg?.image_size, true);
  const { width, height } = sidesOf(said ?? { width: facts.image, height: facts.image });
  const mode = preprocess_cfg?.resize_mode ?? 'shortest';
  const fill = preprocess_cfg?.fill_color ?? 0;
  const message = 'There is no preprocessor_config.json: pictures are prepared as open_clip_config.json says.';
  assume('pictures-open-clip', message);
  const fits: Readonly<Record<string, Vision['resize']['fit']>> = {
    squash: 'fill',
    longest: 'contain',
    shortest: 'cover',
  };
  const fit = fits[mode] ?? 'cover';
  return {
    width,
    height,
    resize: {
      fit,
      background: fit === 'contain' ? [fill, fill, fill] : white,
      kernel: kernels[preprocess_cfg?.interpolation ?? 'bicubic'] ?? 'cubic',
      position: 'centre',
      ...(fit === 'cover' ? { shortestEdge: Math.min(width, height), padding: black } : {}),
    },
    normalise: { mean: preprocess_cfg?.mean ?? facts.mean, std: preprocess_cfg?.std ?? facts.std, scale: byteScale },
  };
}

function fromFamily({ facts, config, openClip, assume }: Clues): VisionParts {
  const { fit, mean, std } = facts;
  const said = edgesOf(config.vision_config?.image_size ?? openClip?.model_cfg?.vision_cfg?.image_size, true);
  const { width, height } = sidesOf(said ?? { width: facts.image, height: facts.image });
  assume(
    'pictures-of-family',
    `There is no preprocessor_config.json: pictures are prepared as is usual in the family (${width} x ${height}, ${fit}).`,
    { size: width, fit },
  );
  const edge = fit === 'cover' ? { shortestEdge: Math.min(width, height), padding: black } : {};
  return {
    ...{ width, height },
    resize: { fit, background: white, kernel: 'cubic', position: 'centre', ...edge },
    normalise: { mean, std, scale: byteScale },
  };
}

/** A size that is written into the ONNX file goes before what the other files say. */
function fitted(parts: VisionParts, { vision, assume }: Clues): VisionParts {
  const [, , height, width] = vision.input.shape;
  const fixed = {
    height: typeof height === 'number' ? height : parts.height,
    width: typeof width === 'number' ? width : parts.width,
  };
  if (fixed.height === parts.height && fixed.width === parts.width) return parts;
  assume(
    'pictures-fixed-size',
    `The ONNX file takes pictures of ${fixed.width} x ${fixed.height}, the other files speak of ${parts.width} x ${parts.height}: the former is used.`,
    { width: fixed.width, height: fixed.height, otherWidth: parts.width, otherHeight: parts.height },
  );
  const { shortestEdge: _edge, squash: _squash, ...resize } = parts.resize;
  return { ...parts, ...fixed, resize };
}

/** Either the shorter side or both. */
type Edges =
  | { readonly shortest: number; readonly width?: never; readonly height?: never }
  | { readonly width: number; readonly height: number; readonly shortest?: never };

const sidesOf = (edges: Edges): { width: number; height: number } =>
  edges.shortest === undefined
    ? { width: edges.width, height: edges.height }
    : { width: edges.shortest, height: edges.shortest };
const shortestOf = (edges: Edges): number => edges.shortest ?? Math.min(edges.width, edges.height);

/** `square`: a number alone is meant for both sides. */
function edgesOf(size: Size, square: boolean): Edges | undefined {
  if (size == null) return undefined;
  if (typeof size === 'number') return square ? { width: size, height: size } : { shortest: size };
  const { shortest_edge, height, width, longest_edge } = size as Exclude<Size, number | null | undefined> & {
    shortest_edge?: number | null;
    longest_edge?: number | null;
  };
  if (height != null && width != null) return { height, width };
  if (shortest_edge != null) return { shortest: shortest_edge };
  if (longest_edge != null) {
    const message = 'preprocessor_config.json scales pictures by their longer side, which is not supported.';
    throw unsupported('longer-side', message);
  }
  return undefined;
}
