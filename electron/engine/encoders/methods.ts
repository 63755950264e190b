/** The `encoders.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Calibration } from '../../contract/encoders.ts';
import { AppError } from '../../contract/errors.ts';
import { decodeForModel } from '../images/index.ts';
import type { Encoders } from './encoders.ts';

export type Calibrate = (modelId: string, signal: AbortSignal) => Promise<Calibration>;

/** `calibrate`: how a calibration that a person asks for is run; `encoders.calibrate` itself when left out. */
export function encoderHandlers(
  encoders: Encoders,
  calibrate: Calibrate = (id, signal) => encoders.calibrate(id, { signal }),
) {
  return {
    'encoders.info': () => encoders.info(),
    'encoders.calibrate': ({ modelId = encoders.inUseId }, { signal }) => calibrate(modelId, signal),
    'encoders.calibration': ({ modelId }) => encoders.calibration(modelId),
    'encoders.embed': async ({ text, path }, { signal }) => {
      if ((text === undefined) === (path === undefined)) {
        throw new AppError('BAD_REQUEST', 'encoders.embed wants either `text` or `path`, and not both.');
      }
      const encoder = await encoders.active();
      const [vector] =
        path === undefined
          ? await encoder.encodeTexts([text ?? ''], { signal })
          : await encoder.encodeImages([await decodeForModel(path, encoder.manifest.vision, signal)], { signal });
      return { modelId: encoder.modelId, dimensions: encoder.dimensions, vector: [...(vector ?? [])] };
    },
  } satisfies DomainHandlers<'encoders'>;
}
