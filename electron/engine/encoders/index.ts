/** Models that turn images and words into vectors. The only folder that imports ONNX Runtime. */
export type { CalibrationProgress } from './calibration/calibrate.ts';
export type { MeasureOptions } from './calibration/calibrations.ts';
export { Encoders, type EncodersOptions, type FoundModel } from './encoders.ts';
export { inspectOnnx, type OnnxFile, type OnnxTensor } from './inspect.ts';
export { type ModelFolder, manifestName, readModelFolder } from './manifest.ts';
export { encoderHandlers } from './methods.ts';
export type { ModelDescription, ModelEncoder } from './model-encoder.ts';
export { openEncoder } from './onnx-encoder.ts';
export { explainOnnx } from './onnx-reasons.ts';
export { type FloatTensor, TensorFiles } from './tensor-files.ts';
export type { EncodeOptions, Encoder, ModelPixels } from './types.ts';
