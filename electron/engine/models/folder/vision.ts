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
const byteScale = 1 / 255;

/** Numbers of the Python Imaging Library. */
const kernels: Readonly<Record<number, Kernel>> = { 0: 'nearest', 1: 'lanczos3', 2: 'linear', 3: 'cubic' };

function fromPreprocessor(preprocessor: Preprocessor, { facts, assume }: Clues): VisionParts {
  const { do_resize, do_center_crop, resample, do_rescale, do_normalize } = preprocessor;
  const kernel = kernels[resample ?? 3];
  if (kernel === undefined) {
    const message = `Pictures were scaled with a filter (number ${resample}) that is not here: linear is used.`;
    assume('pictures-filter', message, { number: resample ?? '' });
  }
  const size = edgesOf(preprocessor.size);
  const crop = edgesOf(preprocessor.crop_size);
  const cropped = do_center_crop ?? (facts.fit === 'cover' && (size?.shortest !== undefined || crop !== undefined));
  const target = (cropped ? crop : undefined) ?? size ?? crop;
  if (target === undefined) {
    const message = `preprocessor_config.json gives no size: ${facts.image} x ${facts.image} is assumed.`;
    assume('pictures-size', message, { size: facts.image });
  }
  const width = target?.width ?? target?.shortest ?? facts.image;
  const height = target?.height ?? target?.shortest ?? facts.image;
  const covers =
    size?.shortest !== undefined || do_resize === false || (cropped && size !== undefined && size.width !== width);
  const shortest =
    size?.shortest ?? (size?.width === undefined ? undefined : Math.min(size.width, size.height ?? size.width));
  if (covers && !cropped) {
    const message = 'Pictures are cut to a square: the files do not say what is done with their longer side.';
    assume('pictures-cut', message);
  }
  const mean = do_normalize === false ? ([0, 0, 0] as [number, number, number]) : preprocessor.image_mean;
  const std = do_normalize === false ? ([1, 1, 1] as [number, number, number]) : preprocessor.image_std;
  if (mean == null || std == null) {
    assume('pictures-mean', 'Mean and deviation of pictures are not given: those of the family are used.');
  }
  return {
    width,
    height,
    resize: {
      fit: covers ? 'cover' : 'fill',
      background: white,
      kernel: kernel ?? 'linear',
      position: 'centre',
      ...(covers && shortest !== undefined && do_resize !== false ? { shortestEdge: shortest } : {}),
    },
    normalise: {
      mean: mean ?? facts.mean,
      std: std ?? facts.std,
      scale: do_rescale === false ? 1 : (preprocessor.rescale_factor ?? byteScale),
    },
  };
}

function fromOpenClip({ model_cfg, preprocess_cfg }: OpenClip, { facts, assume }: Clues): VisionParts {
  const size = model_cfg?.vision_cfg?.image_size ?? facts.image;
  const [height = facts.image, width = height] = Array.isArray(size) ? size : [size, size];
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
      kernel: preprocess_cfg?.interpolation === 'bilinear' ? 'linear' : 'cubic',
      position: 'centre',
      ...(fit === 'cover' ? { shortestEdge: Math.min(width, height) } : {}),
    },
    normalise: { mean: preprocess_cfg?.mean ?? facts.mean, std: preprocess_cfg?.std ?? facts.std, scale: byteScale },
  };
}

function fromFamily({ facts, assume }: Clues): VisionParts {
  const { image, fit, mean, std } = facts;
  assume(
    'pictures-of-family',
    `There is no preprocessor_config.json: pictures are prepared as is usual in the family (${image} x ${image}, ${fit}).`,
    { size: image, fit },
  );
  const edge = fit === 'cover' ? { shortestEdge: image } : {};
  return {
    width: image,
    height: image,
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
  const { shortestEdge: _edge, ...resize } = parts.resize;
  return { ...parts, ...fixed, resize };
}

interface Edges {
  readonly shortest?: number;
  readonly width?: number;
  readonly height?: number;
}

function edgesOf(size: Size): Edges | undefined {
  if (size == null) return undefined;
  if (typeof size === 'number') return { shortest: size };
  const { shortest_edge, height, width, longest_edge } = size;
  if (height != null && width != null) return { height, width };
  if (shortest_edge != null) return { shortest: shortest_edge };
  if (longest_edge != null) {
    const message = 'preprocessor_config.json scales pictures by their longer side, which is not supported.';
    throw unsupported('longer-side', message);
  }
  return undefined;
}
