/** For tests only: small models of each family. */
export { type FamilyName, familyNames } from './architecture.ts';
export { type FamilyModel, type FamilyModelOptions, writeFamilyModel } from './family-model.ts';
export type { Skill } from './parameters.ts';
