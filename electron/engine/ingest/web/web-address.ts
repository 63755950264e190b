/** Addresses of images as tables name them, and what can be known of one without asking anybody. */
import type { ErrorCode } from '../../../contract/errors.ts';

/** What is known of an address: where its image is, or why it is not here; undefined when it has not been asked for. */
export type WebLookUp = (
  address: string,
) =>
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly reason: string }
  | undefined;

/** Images that nothing is known of are as large as most pictures of shops [bytes]. */
export const usualBytes = 250_000;

/** Browsers and servers take no longer ones for granted. */
const longestAddress = 2048;

/** An address as it is asked for, of http or https; undefined for what is none. `text`: as a cell has it, its entities decoded. */
export function webAddressOf(text: string): string | undefined {
  const plain = text.trim();
  if (plain.length > longestAddress) return undefined;
  const whole = plain.startsWith('//') ? `https:${plain}` : plain;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}
