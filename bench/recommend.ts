/**
 * Recommendations against public histories: `npm run bench:recommend [-- SET ...]`, all of them when left out. Splits in time where the set has
 * times, every item ranked, nothing tuned on what is measured. Prints JSON; docs/measurements.md quotes it.
 */
import { bundles } from './recommend/bundles.ts';
import { customerSequences, customerSets } from './recommend/customers.ts';
import { nextClick } from './recommend/next-click.ts';
import { crossSell, unseenByTitle } from './recommend/unseen.ts';

const sets: Readonly<Record<string, () => Promise<unknown>>> = {
  'next-click': nextClick,
  'customer-sets': customerSets,
  'customer-sequences': customerSequences,
  'unseen-titles': unseenByTitle,
  'cross-sell': crossSell,
  bundles,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in sets));
if (unknown !== undefined) throw new Error(`There is no set "${unknown}": ${Object.keys(sets).join(', ')}.`);
for (const [name, run] of Object.entries(sets)) {
  if (wanted.length === 0 || wanted.includes(name)) console.log(JSON.stringify(await run(), null, 2));
}
