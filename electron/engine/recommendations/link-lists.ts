/**
 * What goes with each product and what is similar to it, as tables that shop systems take in. Each shows the two in places of its own: what goes
 * with a product at the basket or beside it, what is similar in its stead.
 */
import type { MethodResult } from '../../contract/contract.ts';
import type { LinkFormat, RecommendationReason } from '../../contract/recommendations.ts';
import { writeCsv } from '../text/csv.ts';

export interface Link {
  readonly sku: string;
  readonly reason: RecommendationReason;
}

export interface LinkList {
  readonly sku: string;
  readonly title: string;
  /** Best first. */
  readonly goesWith: readonly Link[];
  readonly similar: readonly Link[];
}

/** Shopify's own recommendations are metafields of products, lists of handles. */
const metafield = (name: string, key: string): string =>
  `${name} (product.metafields.shopify--discovery--product_recommendation.${key})`;

const listOf = (links: readonly Link[], separator: string): string => links.map(({ sku }) => sku).join(separator);

interface Table {
  readonly header: readonly string[];
  readonly rows: (list: LinkList) => string[][];
}

const tables: Readonly<Record<LinkFormat, Table>> = {
  shopify: {
    header: [
      'Handle',
      'Title',
      metafield('Complementary products', 'complementary_products'),
      metafield('Related products', 'related_products'),
    ],
    rows: ({ sku, title, goesWith, similar }) => [[sku, title, listOf(goesWith, '; '), listOf(similar, '; ')]],
  },
  woocommerce: {
    header: ['SKU', 'Upsells', 'Cross-sells'],
    rows: ({ sku, goesWith, similar }) => [[sku, listOf(similar, ', '), listOf(goesWith, ', ')]],
  },
  magento: {
    header: ['sku', 'related_skus', 'crosssell_skus', 'upsell_skus'],
    rows: ({ sku, goesWith, similar }) => [[sku, listOf(goesWith, ','), listOf(goesWith, ','), listOf(similar, ',')]],
  },
  csv: {
    header: ['sku', 'kind', 'rank', 'linked_sku', 'orders_together', 'times_more_than_chance'],
    rows: ({ sku, goesWith, similar }) =>
      Object.entries({ 'goes-with': goesWith, similar }).flatMap(([kind, links]) =>
        links.map((link, i) => [sku, kind, String(i + 1), link.sku, ...figuresOf(link.reason)]),
      ),
  },
};

export function writeLinks(lists: readonly LinkList[], format: LinkFormat): MethodResult<'recommendations.lists'> {
  const { header, rows } = tables[format];
  const told = lists.filter(({ sku, goesWith, similar }) => sku !== '' && goesWith.length + similar.length > 0);
  return {
    name: `recommendations-${format}.csv`,
    mime: 'text/csv',
    text: writeCsv([header, ...told.flatMap(rows)]),
    products: told.length,
    goesWith: told.filter((list) => list.goesWith.length > 0).length,
  };
}

function figuresOf(reason: RecommendationReason): [string, string] {
  if (reason.kind !== 'together' || reason.together === null) return ['', ''];
  return [String(reason.together), reason.lift === null ? '' : reason.lift.toFixed(1)];
}
