/** Messages to try the page with, made of products that the catalog has. */
import type { ReplyLanguage } from '../../contract/answers.ts';
import type { ProductSummary } from '../../contract/catalog.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogView } from '../search/catalog-view.ts';

interface Message {
  readonly text: string;
  readonly imageId: number | null;
}

const texts: Readonly<Record<ReplyLanguage, readonly ((product: ProductSummary) => string)[]>> = {
  en: [
    ({ title }) => `Hi, how much is the ${title}? What is it made of, and how long does delivery take?`,
    ({ sku }) => `Hello, do you have ${sku} in blue? And can I send it back if it doesn't fit?`,
    () => 'I saw this one at a friend’s. Do you have anything cheaper like it?',
  ],
  zh: [
    ({ title }) => `您好，${title} 多少钱？是什么材质的，几天能到？`,
    ({ sku }) => `请问 ${sku} 有蓝色吗？不合适可以退货吗？`,
    () => '在朋友那里看到这一款，有没有便宜一点的？',
  ],
};

/** One by name, one by number, one by photo; fewer where the catalog has not as many products. */
export function sampleMessages(
  { catalog, view }: { readonly catalog: Pick<Catalog, 'products'>; readonly view: CatalogView },
  language: ReplyLanguage,
): Message[] {
  const names = new Map<string, number>();
  for (const { title } of view.rows()) names.set(title, (names.get(title) ?? 0) + 1);
  const chosen = catalog.products
    .summaries(view.sample(60).map(({ productId }) => productId))
    .filter(({ title, image }) => names.get(title) === 1 && image?.hash != null && title.length > 3);
  // What costs more has something cheaper beside it.
  const dear = [...chosen].sort((a, b) => (b.price?.amount ?? 0) - (a.price?.amount ?? 0))[0];
  const [named, numbered] = chosen.filter((product) => product !== dear);
  return [named, numbered, dear].flatMap((product, at) => {
    const text = product === undefined ? undefined : texts[language][at]?.(product);
    return text === undefined ? [] : [{ text, imageId: at === 2 ? (product?.image?.id ?? null) : null }];
  });
}
