/** Whether all of a library has been read by a model. */
import { AppError } from '../../contract/errors.ts';
import type { Encoders } from '../encoders/index.ts';
import type { Coverage } from '../vector/coverage.ts';
import type { EmbeddingScope } from '../vector/types.ts';

/** Whose vectors they are. @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`; `CONFLICT` while some are missing, saying how many */
export async function completeScope(encoders: Encoders, coverage: Coverage, modelId: string): Promise<EmbeddingScope> {
  const scope = await encoders.model(modelId).describe();
  const { images, texts } = await coverage.missing(scope);
  if (images + texts === 0) return scope;
  throw new AppError(
    'CONFLICT',
    `${scope.name} has not read ${images} pictures and ${texts} texts of this library yet. Have its vectors computed first.`,
    { details: { why: 'vectors-incomplete', modelId, name: scope.name, missingImages: images, missingTexts: texts } },
  );
}
