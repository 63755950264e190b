/** Models that turn pictures and words into vectors. The only folder that imports ONNX Runtime. */
export { encoderHandlers } from './handlers.ts';
export { Encoders, type EncodersOptions } from './service.ts';
export type { EncodeOptions, Encoder, ModelPixels } from './types.ts';
