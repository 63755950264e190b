/** From a model folder to what its sessions need: which files there are, and what each is fed and asked for. */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { locateModelFile, type ModelFile, type ModelFolder } from './manifest.ts';
import type { Provider } from './providers.ts';

/** How RGB bytes become what a file reads, and where the vectors of images are. The words are those of `model.json`. */
export type ImageTask = Pick<ModelManifest['vision'], 'input' | 'normalise' | 'fillers'> & {
  readonly outputs: Pick<ModelManifest['vision']['outputs'], 'embedding' | 'pooling'>;
};

/** How ids become what a file reads, and where the vectors of texts are. */
export type TextTask = Pick<ModelManifest['text'], 'input' | 'outputs' | 'fillers'>;

/** One ONNX file. Both tasks are given where one file holds both towers. */
export interface SessionSpec {
  readonly path: string;
  /** What is compared with its checksum before the file is opened: itself, and the weights that lie beside it. */
  readonly files: readonly ModelFile[];
  readonly dimensions: number;
  readonly images?: ImageTask | undefined;
  readonly texts?: TextTask | undefined;
  /** Tried in this order; the next is taken when one does not open. */
  readonly providers: readonly Provider[];
}

export type FileSpec = Omit<SessionSpec, 'providers'>;

/**
 * The two towers; one and the same spec for a model in one file, which is then opened once.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` when a file is not there or has another size than it should
 */
export async function sessionSpecs(model: ModelFolder): Promise<{ images: FileSpec; texts: FileSpec }> {
  const { manifest } = model;
  const { vision: images, text: texts, dimensions } = manifest;
  const specOf = async (name: string, tasks: Pick<FileSpec, 'images' | 'texts'>): Promise<FileSpec> => {
    const files = await Promise.all(filesOf(manifest, name).map((file) => locateModelFile(model, file)));
    return { path: (files[0] as ModelFile).path, files, dimensions, ...tasks };
  };
  if (images.file === texts.file) {
    const both = await specOf(images.file, { images, texts });
    return { images: both, texts: both };
  }
  const [ofImages, ofTexts] = await Promise.all([specOf(images.file, { images }), specOf(texts.file, { texts })]);
  return { images: ofImages, texts: ofTexts };
}

/**
 * An ONNX file and the files that it reads its weights from. Exporters name them after it (`model.onnx_data`, `model.onnx.data`);
 * one with a name of its own counts to the first file, so that each is verified once.
 */
export function filesOf({ vision, text, files }: ModelManifest, onnxFile: string): string[] {
  const onnx = [...new Set([vision.file, text.file])];
  const isWeights = (name: string): boolean => !onnx.includes(name) && !/\.(json|txt|md|model|jinja)$/.test(name);
  const owner = (name: string): string | undefined => onnx.find((file) => name.startsWith(file)) ?? onnx[0];
  return [onnxFile, ...Object.keys(files).filter((name) => isWeights(name) && owner(name) === onnxFile)];
}
