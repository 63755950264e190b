/** The `encoders.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import { decodeForModel } from '../images/index.ts';
import type { Encoders } from './encoders.ts';

/** All but `encoders.calibrate`, which is a task of engine/models. */
export function encoderHandlers(encoders: Encoders) {
  return {
    'encoders.info': () => encoders.info(),
    'encoders.calibration': ({ modelId }) => encoders.calibration(modelId),
    'encoders.embed': async ({ text, path }, { signal }) => {
      if ((text === undefined) === (path === undefined)) {
        throw new AppError('BAD_REQUEST', 'encoders.embed wants either `text` or `path`, and not both.');
      }
      const encoder = await encoders.model().active();
      const [vector] =
        path === undefined
          ? await encoder.encodeTexts([text ?? ''], { signal })
          : await encoder.encodeImages([await decodeForModel(path, encoder.manifest.vision, signal)], { signal });
      return { modelId: encoder.modelId, dimensions: encoder.dimensions, vector: [...(vector ?? [])] };
    },
  } satisfies Omit<DomainHandlers<'encoders'>, 'encoders.calibrate'>;
}
