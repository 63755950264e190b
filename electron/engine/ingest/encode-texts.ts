/** Gives products the vectors of their texts. */
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ProductText } from '../catalog/types.ts';
import type { Encoder } from '../encoders/index.ts';
import { untilQuiet } from '../jobs/foreground.ts';
import type { VectorTarget } from '../vector/types.ts';

/** Texts encoded at once. */
export const textsAtOnce = 64;

export interface TextTarget {
  readonly catalog: Pick<Catalog, 'rows'>;
  readonly vectors: VectorTarget;
  readonly encoder: () => Promise<Encoder>;
  readonly signal: AbortSignal;
  /** In the background it waits while somebody is searching. */
  readonly priority: 'background' | 'interactive';
  /** Told after each group of vectors that was stored. */
  readonly onEncoded?: (texts: number) => void;
}

/**
 * Encodes the texts of these products that have no vector yet, each text once, and links the products to theirs.
 * @throws {AppError} `CANCELLED`, `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`, `DISK_FULL`
 */
export async function encodeTexts(target: TextTarget, productIds: readonly number[]): Promise<void> {
  if (productIds.length === 0) return;
  const { catalog, vectors, encoder, signal, priority, onEncoded } = target;
  const texts = catalog.rows.texts(productIds);
  const present = vectors.embedded('text', new Set(texts.map(({ textHash }) => textHash)));
  const missing = new Map<string, string>();
  for (const { textHash, text } of texts) if (!present.has(textHash)) missing.set(textHash, text);
  for (const slice of slices([...missing], textsAtOnce)) {
    throwIfCancelled(signal);
    if (priority === 'background') await untilQuiet();
    const words = slice.map(([, text]) => text);
    const found = await (await encoder()).encodeTexts(words, { signal, priority });
    throwIfCancelled(signal);
    const rows = slice.map(([hash], index) => ({ hash, vector: found[index] as Float32Array }));
    vectors.storeEmbeddings('text', rows);
    onEncoded?.(rows.length);
    const stored = new Set(rows.map(({ hash }) => hash));
    link(
      vectors,
      texts.filter(({ textHash }) => stored.has(textHash)),
    );
  }
  link(
    vectors,
    texts.filter(({ productId, textHash }) => present.has(textHash) && !vectors.texts.has(productId)),
  );
}

function link(vectors: VectorTarget, texts: readonly ProductText[]): void {
  if (texts.length === 0) return;
  vectors.link(
    'text',
    texts.map(({ productId, textHash }) => ({ label: productId, hash: textHash })),
  );
}

function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
