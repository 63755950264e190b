/**
 * What a published model would do for the catalog at hand, said once: after the first import, while there is no other model than the one
 * that came along. It is worked out from titles and tags here; nobody is asked.
 */
import type { ModelOffer } from '../../contract/library.ts';
import type { RegistryEntry } from '../../contract/models.ts';

/** A product as far as it tells what kind of catalog this is. */
export interface Listing {
  readonly title: string;
  readonly tags: readonly string[];
  /** BCP 47, '' where it is not known. */
  readonly language?: string;
}

export interface OfferFacts {
  readonly products: number;
  readonly sample: boolean;
  /** Some of its products, from all over. */
  readonly listings: readonly Listing[];
}

type Kind = Pick<ModelOffer, 'why' | 'share'>;

/** The models for each kind of catalog, the best first; which of them there are is for the registry to say. */
const models: Readonly<Record<ModelOffer['why'], readonly string[]>> = {
  fashion: ['marqo-fashionsiglip', 'fashion-clip'],
  chinese: ['chinese-clip-vit-base-patch16', 'siglip2-base-patch16-224-fp16'],
  languages: ['siglip2-base-patch16-224-fp16'],
  goods: ['siglip2-base-patch16-224-fp16', 'siglip-base-patch16-224'],
};

/** Null where there is nothing to offer: no products, the sample, or a registry without the models. */
export function offerFor(
  { products, sample, listings }: OfferFacts,
  registry: readonly RegistryEntry[],
): ModelOffer | null {
  if (sample || listings.length === 0) return null;
  const kind = kindOf(listings);
  const entry = models[kind.why].map((id) => registry.find((one) => one.id === id)).find((one) => one !== undefined);
  if (entry === undefined) return null;
  const { id: modelId, name, bytes, licence } = entry;
  return { modelId, name, bytes, licence, products, ...kind };
}

/** What stands out in the titles: their script first, since a model that cannot read them helps nobody; then the kind of goods. */
export function kindOf(listings: readonly Listing[]): Kind {
  const shareOf = (matches: (listing: Listing) => boolean): number => listings.filter(matches).length / listings.length;
  const chinese = shareOf(({ title }) => han.test(title) && !otherScripts.test(title));
  const others = shareOf(
    ({ title, language = '' }) =>
      otherScripts.test(title) || otherLatin.test(title) || (!ofStarter.has(language) && longEnough.test(title)),
  );
  const worn = shareOf(({ title, tags }) => fashionWords.test([title, ...tags].join(' ')));
  if (chinese >= 0.5) return { why: 'chinese', share: chinese };
  if (others + chinese >= 0.2) return { why: 'languages', share: others + chinese };
  return worn >= 0.5 ? { why: 'fashion', share: worn } : { why: 'goods', share: worn };
}

/** Languages that the model which came along knows, and what tells none. */
const ofStarter: ReadonlySet<string> = new Set(['', 'en', 'zh']);

/** What is shorter tells its language by chance. */
const longEnough = /(?:\p{L}\P{L}*){18}/u;

const han = /\p{Script=Han}/u;
const otherScripts =
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/u;
/** Letters that English titles have in names only (café, piqué), so that é and è do not count. */
const otherLatin = /[äöüßñãõåøæçğışłśżźćčřžůőűąęțăâêîôû]|¿|¡/iu;

const fashion = [
  ...['shirt', 't-?shirt', 'tee', 'top', 'blouse', 'dress', 'skirt', 'jean', 'trouser', 'pant', 'short', 'legging'],
  ...['jacket', 'coat', 'blazer', 'hoodie', 'sweater', 'sweatshirt', 'cardigan', 'jumper', 'suit', 'kurta', 'saree'],
  ...['bra', 'brief', 'underwear', 'lingerie', 'sock', 'swimwear', 'bikini', 'shoe', 'sneaker', 'boot', 'sandal'],
  ...['heel', 'flat', 'loafer', 'slipper', 'flip flop', 'handbag', 'backpack', 'wallet', 'clutch', 'belt', 'scarf'],
  ...['hat', 'cap', 'glove', 'tie', 'watch', 'sunglasse', 'earring', 'necklace', 'bracelet', 'jewell?ery', 'apparel'],
  ...['clothing', 'fashion', 'footwear'],
];
const fashionWords = new RegExp(`(?<!\\p{L})(?:${fashion.join('|')})(?:e?s)?(?!\\p{L})`, 'iu');
