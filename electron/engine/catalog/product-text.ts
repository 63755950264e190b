/** The words of a product that become its text vector. */
import { createHash } from 'node:crypto';
import { compareTags } from './tag-order.ts';
import type { TagName } from './types.ts';

export interface TextSource {
  readonly sku: string;
  readonly title: string;
  readonly tags: readonly TagName[];
}

/** Sizes say nothing that a picture shows or a query asks for in words. */
const silentGroups = new Set(['size']);

/**
 * Title first, then what the tags add to it, without saying a word twice: text encoders read only some 32 tokens. A title that is just
 * the sku says nothing and is left out when there are tags.
 */
export function productText(product: TextSource): string {
  const title = tidy(product.title);
  const parts: string[] = [];
  const said = new Set<string>();
  const say = (part: string): void => {
    const words = keyWords(part);
    if (words.length === 0 || words.every((word) => said.has(word))) return;
    for (const word of words) said.add(word);
    parts.push(part);
  };
  if (title !== tidy(product.sku)) say(title);
  for (const tag of [...product.tags].sort(compareTags)) if (!silentGroups.has(tag.group)) say(tidy(tag.name));
  return parts.length === 0 ? title : parts.join(', ');
}

/** sha256 of `productText`, lower-case hex: the key of the product's text vector. */
export function textHash(product: TextSource): string {
  return createHash('sha256').update(productText(product)).digest('hex');
}

function tidy(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** Words compared without case and without the plural s. */
function keyWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}
