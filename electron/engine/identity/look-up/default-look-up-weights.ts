/**
 * The weights that Lookalike ships with, fitted by `npm run bench:identity -- --fit-look-up DIR` on groceries that are in
 * half of the catalogs; docs/measurements.md says how they do on what they were not fitted to.
 */
import type { LookUpWeights } from './look-up-model.ts';

export const defaultLookUpWeights: LookUpWeights = {
  score: { picture: 1.997, listing: 1.082, beyondOwn: 0.8319, named: 1.082, confirmed: 0.2951 },
  bias: -0.1658,
  known: {
    beyondOwn: 0.8188,
    named: 1.137,
    nearest: 0.8291,
    againstNames: 0.1492,
    againstBestName: 0.5346,
    namedAlike: 0.08437,
    lead: 0.07243,
    leadOfFour: 0.02227,
    confirmed: -0.5612,
    silent: -0.2522,
  },
};
