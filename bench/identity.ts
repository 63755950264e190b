/**
 * Is it the same product? On data that nobody here made: `npm run bench:identity [tables|pairs|marketplace|fashion]`,
 * all of them by default. `-- --fit DIR` chooses the shipped weights again and prints them (its libraries are kept in
 * DIR), `--without SET` leaves a set out of that. `-- --fit DIR --calibration` leaves each set out in turn and says how
 * right the probabilities are that are shown of it. `photos` and `luma` run the look-up of photos and one shop's views;
 * `-- --fit-look-up DIR` fits the weights of the look-up. docs/measurements.md quotes it.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { shippedThreshold } from '../electron/engine/identity/default-weights.ts';
import { calibration } from './identity/calibration.ts';
import { fashionGroups } from './identity/fashion.ts';
import { chooseWeights, fitSets, shippedWeights } from './identity/fit.ts';
import { judgedCatalogs } from './identity/judged-catalogs.ts';
import { photosOfGroceries } from './identity/look-up.ts';
import { chooseLookUpWeights } from './identity/look-up-fit.ts';
import { photoSets } from './identity/look-up-sets.ts';
import { lumaViews } from './identity/luma.ts';
import { marketplace } from './identity/marketplace.ts';
import { labelledPairs } from './identity/pairs.ts';
import { abtBuyWhole } from './identity/whole-tables.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fit: { type: 'string' },
    calibration: { type: 'boolean', default: false },
    'fit-look-up': { type: 'string' },
    without: { type: 'string', multiple: true, default: [] },
  },
});

const sets: Readonly<Record<string, () => unknown>> = {
  tables: () => abtBuyWhole([shippedThreshold, 0.3, 0.5, 0.7, 0.9]),
  pairs: () =>
    Object.fromEntries(['er-abt-buy', 'er-walmart-amazon', 'er-beer'].map((set) => [set, labelledPairs(set)])),
  marketplace: () => marketplace([1, 2, 3]),
  fashion: fashionGroups,
  luma: lumaViews,
  photos: photosOfGroceries,
};

if (values.fit !== undefined) {
  mkdirSync(values.fit, { recursive: true });
  const sets = await fitSets(values.fit);
  const answer = values.calibration
    ? {
        ...calibration(sets, await judgedCatalogs(values.fit)),
        marketplaceUnseen: marketplace([1, 2, 3], chooseWeights(sets, ['dup-shopee'])),
      }
    : shippedWeights(sets, values.without);
  console.log(JSON.stringify(answer, null, 2));
} else if (values['fit-look-up'] !== undefined) {
  console.log(JSON.stringify(chooseLookUpWeights(await photoSets(values['fit-look-up'])), null, 2));
} else {
  for (const name of positionals.length > 0 ? positionals : Object.keys(sets)) {
    const measure = sets[name];
    if (measure === undefined) throw new Error(`There is no set ${name}. There are ${Object.keys(sets).join(', ')}.`);
    console.log(JSON.stringify({ [name]: await measure() }, null, 2));
  }
}
