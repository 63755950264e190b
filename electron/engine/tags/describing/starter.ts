/** Words for a catalog without tags: which of the starter vocabulary its images seem to show, and taking them up. */
import type { MethodParams, MethodResult } from '../../../contract/contract.ts';
import type { Synonym } from '../../../contract/tags.ts';
import { createPause } from '../../jobs/slices.ts';
import { dot } from '../../numbers/vectors.ts';
import { perform } from '../edits.ts';
import type { TagSpelling } from '../tag-repo.ts';
import type { TaggedProduct } from '../tagged-products.ts';
import type { Tags } from '../types.ts';
import { type StarterTag, starterVocabulary } from './starter-vocabulary.ts';

type Language = MethodParams<'describe.starter'>['language'];
type Starter = MethodResult<'describe.starter'>;

/** A tag is worth having when this share of the products seems to show it, and two of them at least. */
const worthShare = 0.004;
const fewest = 2;

/** @throws {AppError} `MODEL_*` */
export async function starterWords({ products, models }: Tags, language: Language): Promise<Starter> {
  const seen = [...products.byId.values()].filter((product) => products.vectorOf(product) !== undefined);
  const used = new Set([...products.tags.values()].map(({ group }) => group));
  const enough = Math.max(fewest, Math.ceil(worthShare * seen.length));
  const pause = createPause();
  const groups: Starter['groups'] = [];
  for (const { group, tags, visible } of starterVocabulary) {
    const taken = namesTaken({ products }, group);
    const meanings = await models.meanings(tags.map(({ en, zh, also = [] }) => [en, ...also, zh]));
    const tally = new Array<number>(tags.length).fill(0);
    for (const product of seen) {
      const likeliest = nearest(products.vectorOf(product) as Float32Array, meanings);
      tally[likeliest] = (tally[likeliest] as number) + 1;
      await pause();
    }
    const words = tags.map((tag, at) => {
      const count = tally[at] as number;
      const known = [tag.en, tag.zh].some((name) => taken.has(folded(name)));
      return { ...spelled(tag, language), products: count, known, wanted: visible && !known && count >= enough };
    });
    groups.push({ group, known: used.has(group), tags: words.sort((a, b) => b.products - a.products) });
  }
  return { products: seen.length, untagged: seen.filter(isBare).length, groups };
}

/** Products without any tag, where most have none; 0 in a catalog that is tagged in the main. */
export function countUndescribed({ products }: Pick<Tags, 'products'>): number {
  const bare = [...products.byId.values()].filter(isBare).length;
  return 2 * bare > products.byId.size ? bare : 0;
}

/** One step of undo. */
export async function beginDescribing(
  tags: Tags,
  { groups }: MethodParams<'describe.begin'>,
): Promise<MethodResult<'describe.begin'>> {
  let id = Math.max(0, ...tags.repo.tags().map((tag) => tag.id));
  const spellings: TagSpelling[] = [];
  for (const { group, tags: words } of groups) {
    const taken = namesTaken(tags, group);
    for (const { name, synonyms } of words) {
      if (taken.has(folded(name))) continue;
      taken.add(folded(name));
      spellings.push({ tag: { id: ++id, group, name }, synonyms, aliases: [] });
    }
  }
  if (spellings.length === 0) return { operation: null, tags: 0 };
  const label = groups.map(({ group }) => group).join(', ');
  const { operation } = await perform(tags, 'tags.create', `${label} (${spellings.length})`, {
    changes: [],
    spellings,
  });
  return { operation, tags: spellings.length };
}

function isBare({ tags }: TaggedProduct): boolean {
  for (const provenance of tags.values()) if (provenance !== 'rejected') return false;
  return true;
}

/** Everything that tags of a group are called. */
function namesTaken({ products }: Pick<Tags, 'products'>, group: string): Set<string> {
  const own = [...products.tags.values()].filter((tag) => tag.group === group);
  return new Set(own.flatMap((tag) => products.namesOf(tag)).map(folded));
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function spelled({ en, zh, also = [] }: StarterTag, language: Language): { name: string; synonyms: Synonym[] } {
  const more = also.map((text): Synonym => ({ language: 'en', text }));
  const [name, other]: [string, Synonym] =
    language === 'zh' ? [zh, { language: 'en', text: en }] : [en, { language: 'zh', text: zh }];
  // Some are written alike in both languages.
  return { name, synonyms: other.text === name ? more : [other, ...more] };
}

function nearest(vector: Float32Array, meanings: readonly Float32Array[]): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [at, meaning] of meanings.entries()) {
    const similarity = dot(meaning, vector);
    if (similarity <= most) continue;
    most = similarity;
    best = at;
  }
  return best;
}
