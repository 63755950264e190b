/** What the open library holds of each model on this machine. */
import type { LibraryModel } from '@contract';
import { useAnswer } from './answers.ts';
import { useLibrary } from './library.ts';

/** None while no library is open; `counting` until the engine has said how many vectors there are of each. */
export function useLibraryModels(): { models: readonly LibraryModel[]; counting: boolean } {
  const open = useLibrary(({ info }) => info !== null && info !== undefined);
  const { data = [], isLoading } = useAnswer('library.models', open ? {} : null);
  return { models: open ? data : [], counting: isLoading };
}

/** Share of the images and texts of the library that have a vector of this model, 0..1. */
export function shareOf(model: LibraryModel): number {
  const total = model.images + model.texts + model.missingImages + model.missingTexts;
  if (total === 0 || model.complete) return 1;
  // What is not complete is not shown as if it were.
  return Math.min(0.99, (model.images + model.texts) / total);
}
