/** Models that turn pictures and words into vectors. The only folder that imports ONNX Runtime. */
export { encoderHandlers } from './handlers.ts';
export type { ModelDescription, ModelEncoder } from './model-encoder.ts';
export { Encoders, type EncodersOptions, type FoundModel } from './service.ts';
export type { EncodeOptions, Encoder, ModelPixels } from './types.ts';
