/** Puts the judgements of one library together. */
import { registerGrading } from './grading.ts';
import { registerImports } from './judgement-files.ts';
import { Labels, type LabelsDependencies } from './labels.ts';
import { registerNotes } from './queries.ts';
import { registerSets } from './sets.ts';

export function openLabels(deps: LabelsDependencies): Labels {
  const labels = new Labels(deps);
  for (const register of [registerGrading, registerNotes, registerSets, registerImports]) register(labels);
  return labels;
}
