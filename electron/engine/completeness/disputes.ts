/** Titles that say something else of a field than what is known: "Yellow polo" of a product that is tagged orange. */
import { Mentions } from '../text/mention.ts';
import type { Listing } from './listings.ts';
import { namedIn } from './title-pattern.ts';

export interface Dispute {
  readonly field: string;
  /** The words of the title. */
  readonly says: string;
  readonly known: readonly string[];
}

export class Disputes {
  readonly #values: readonly { readonly field: string; readonly value: string }[];
  readonly #mentions: Mentions;

  /** @param values of each field, all that the catalog knows */
  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = [...values].flatMap(([field, all]) => all.map((value) => ({ field, value })));
    this.#mentions = new Mentions(this.#values.map(({ field, value }, id) => ({ id, group: field, names: [value] })));
  }

  /** Fields that a title does not name as they are known, but names otherwise. */
  of({ title, known }: Listing, fields: readonly string[]): Dispute[] {
    const named = namedIn(title, fields, known);
    const open = fields.filter((field) => !named.has(field) && (known.get(field) ?? []).length > 0);
    if (open.length === 0) return [];
    const mentions = this.#mentions.read(title);
    return open.flatMap((field) => {
      const other = mentions.find(({ id }) => this.#values[id]?.field === field);
      return other === undefined ? [] : [{ field, says: other.source, known: known.get(field) ?? [] }];
    });
  }
}
