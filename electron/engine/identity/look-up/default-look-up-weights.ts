/**
 * The weights that Lookalike ships with, fitted by `npm run bench:identity -- --fit-look-up DIR` on groceries and clothes
 * that are in half of the catalogs; docs/measurements.md says how they do on what they were not fitted to.
 */
import type { LookUpWeights } from './look-up-model.ts';

export const defaultLookUpWeights: LookUpWeights = {
  score: { picture: 3.263, listing: 1.199, beyondOwn: 1.233, confirmed: -0.1589 },
  bias: -0.3477,
  known: {
    beyondOwn: 0.7762,
    nearest: 0.5423,
    againstNames: 0.05231,
    againstBestName: 0.6117,
    namedAlike: 0.1487,
    lead: 0.06493,
    leadOfFour: 0.08296,
    confirmed: -0.2869,
    silent: 0.4008,
  },
};
