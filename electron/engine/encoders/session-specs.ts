/** From a model folder to what its sessions need: which files there are, and what each is fed and asked for. */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import { locateModelFile, type ModelFile, type ModelFolder } from './manifest.ts';
import type { PictureTask, SessionSpec, TextTask } from './session-protocol.ts';

export type FileSpec = Omit<SessionSpec, 'providers'>;

/**
 * The two towers; one and the same spec for a model in one file, which is then opened once.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED` when a file is not there or has another size than it should
 */
export async function sessionSpecs(model: ModelFolder): Promise<{ pictures: FileSpec; texts: FileSpec }> {
  const { manifest } = model;
  const { vision, text, dimensions } = manifest;
  const specOf = async (name: string, tasks: Pick<FileSpec, 'pictures' | 'texts'>): Promise<FileSpec> => {
    const files = await Promise.all(filesOf(manifest, name).map((file) => locateModelFile(model, file)));
    return { path: (files[0] as ModelFile).path, files, dimensions, ...tasks };
  };
  const pictures: PictureTask = {
    input: vision.input,
    normalise: vision.normalise,
    outputs: vision.outputs,
    fillers: vision.fillers,
  };
  const texts: TextTask = { input: text.input, outputs: text.outputs, fillers: text.fillers };
  if (vision.file === text.file) {
    const both = await specOf(vision.file, { pictures, texts });
    return { pictures: both, texts: both };
  }
  const [ofPictures, ofTexts] = await Promise.all([specOf(vision.file, { pictures }), specOf(text.file, { texts })]);
  return { pictures: ofPictures, texts: ofTexts };
}

/** An ONNX file and what it reads. */
export function filesOf(manifest: ModelManifest, onnxFile: string): string[] {
  return [onnxFile, ...weightsOf(manifest, onnxFile)];
}

/**
 * The files that an ONNX file reads its weights from. Exporters name them after it (`model.onnx_data`, `model.onnx.data`); one with
 * a name of its own counts to the first file, so that each is verified once.
 */
function weightsOf({ vision, text, files }: ModelManifest, onnxFile: string): string[] {
  const onnx = [...new Set([vision.file, text.file])];
  const isWeights = (name: string): boolean => !onnx.includes(name) && !/\.(json|txt|md|model|jinja)$/.test(name);
  const owner = (name: string): string | undefined => onnx.find((file) => name.startsWith(file)) ?? onnx[0];
  return Object.keys(files).filter((name) => isWeights(name) && owner(name) === onnxFile);
}
