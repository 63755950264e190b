/** What is being asked: parts, filters, order. Changing it is cheap; `results.ts` listens and asks the engine. */
import {
  askedHash,
  type ClipFrame,
  type Filters,
  type ProductSummary,
  type QueryPart,
  type Region,
  type Sort,
} from '@contract';
import { create } from 'zustand';
import type { TextPart } from './query-language.ts';

export type PartContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image';
      readonly hash: string;
      readonly name: string;
      /** The part of it that is meant; left out: all of it. */
      readonly region?: Region | undefined;
      /** The region is the photo without the bars that were around it. */
      readonly cut?: 'bars' | undefined;
      /** The clip that it is a frame of. */
      readonly clip?: Clip | undefined;
    }
  | ({ readonly kind: 'clip' } & Clip)
  | { readonly kind: 'product'; readonly productId: number; readonly name: string; readonly thumb: string | null };

export interface Clip {
  readonly name: string;
  /** Alternatives: a product counts as with the one that it matches best. */
  readonly frames: readonly ClipFrame[];
}

export type Part = PartContent & {
  /** Only for React and for focus; not part of the question. */
  readonly key: number;
  readonly sign: 1 | -1;
  readonly weight: number;
};

export const weights = [0.5, 1, 2, 3] as const;
export const mostParts = 20;

export interface QueryState {
  readonly parts: readonly Part[];
  /** What is typed but not entered yet; it is searched for already. */
  readonly draft: readonly TextPart[];
  /** Whether the draft comes to the parts, or is another question. */
  readonly draftAdds: boolean;
  readonly filters: Filters;
  readonly sort: Sort;
  readonly cutoff: boolean;
  /** Whether words that no product has are corrected. */
  readonly spelling: boolean;
  /** What was understood by words of the query and is meant as plain words after all. */
  readonly asWords: readonly string[];
  readonly imagesOnly: boolean;
}

export const noFilters: Filters = { tags: {} };

const initial: QueryState = {
  parts: [],
  draft: [],
  draftAdds: false,
  filters: noFilters,
  sort: 'relevance',
  cutoff: true,
  spelling: true,
  asWords: [],
  imagesOnly: false,
};

export const useQuery = create<QueryState>(() => initial);

let nextKey = 1;

export function addPart(content: PartContent, sign: 1 | -1 = 1, weight = 1): void {
  useQuery.setState((state) => ({ parts: withPart(state.parts, content, sign, weight) }));
}

/** Takes a product into the question, as a wish or as the opposite. */
export function lookFor(product: Pick<ProductSummary, 'id' | 'title' | 'image'>, sign: 1 | -1): void {
  addPart({ kind: 'product', productId: product.id, name: product.title, thumb: product.image?.thumb ?? null }, sign);
}

/**
 * Enters what was typed: the draft becomes the question, or with `adds` a part of it, in one step, so that the question
 * stays the same throughout.
 */
export function commitText(texts: readonly TextPart[], adds = false): void {
  useQuery.setState((state) => ({
    parts: texts.reduce<readonly Part[]>(
      (parts, { text, sign, weight }) => withPart(parts, { kind: 'text', text }, sign, weight),
      adds || texts.length === 0 ? state.parts : [],
    ),
    draft: [],
    draftAdds: false,
    spelling: true,
    asWords: draftIs(state, texts) ? state.asWords : [],
  }));
}

/** What was taken back to words while it was typed stays so once it is entered. */
function draftIs({ draft }: QueryState, texts: readonly TextPart[]): boolean {
  return JSON.stringify(draft) === JSON.stringify(texts);
}

/** Asks with an image alone, whatever was asked before. */
export function lookForImage(image: Omit<Extract<PartContent, { kind: 'image' }>, 'kind'>): void {
  setParts([{ kind: 'image', ...image, sign: 1, weight: 1 }]);
}

/** A question holds one clip at most: another takes its place. */
function withPart(parts: readonly Part[], content: PartContent, sign: 1 | -1, weight: number): readonly Part[] {
  const others = parts.filter(
    (part) => !sameContent(part, content) && !(part.kind === 'clip' && content.kind === 'clip'),
  );
  return [...others, { ...content, key: nextKey++, sign, weight }].slice(-mostParts);
}

export function setDraft(draft: readonly TextPart[], adds = false): void {
  const before = useQuery.getState();
  if (JSON.stringify([draft, adds]) === JSON.stringify([before.draft, before.draftAdds])) return;
  useQuery.setState({ draft, draftAdds: adds, spelling: true, asWords: [] });
}

export function changePart(key: number, change: { sign?: 1 | -1; weight?: number }): void {
  useQuery.setState((state) => ({
    parts: state.parts.map((part) => (part.key === key ? { ...part, ...change } : part)),
  }));
}

/** Asks with a part of a photo; undefined: with all of it. */
export function setRegion(key: number, region: Region | undefined): void {
  const before = useQuery.getState().parts;
  const parts = before.map((part) =>
    part.key === key && part.kind === 'image' ? { ...part, region, cut: undefined } : part,
  );
  if (JSON.stringify(parts) !== JSON.stringify(before)) useQuery.setState({ parts });
}

/** Asks with one frame of a clip alone, or with all of them again, in the place of either. */
export function setFrame(key: number, frame: ClipFrame | 'all'): void {
  const parts = useQuery.getState().parts.map((part): Part => {
    const clip = part.key === key ? clipOf(part) : undefined;
    if (clip === undefined) return part;
    const { sign, weight } = part;
    if (frame === 'all') return { kind: 'clip', ...clip, key, sign, weight };
    const { hash, region } = frame;
    return {
      kind: 'image',
      hash,
      name: `${clip.name} · ${clockOf(frame.at)}`,
      ...(region === undefined ? {} : { region, cut: 'bars' }),
      clip,
      key,
      sign,
      weight,
    };
  });
  useQuery.setState({ parts });
}

/** The clip that a part is, or is a frame of. */
export function clipOf(part: PartContent): Clip | undefined {
  if (part.kind === 'clip') return { name: part.name, frames: part.frames };
  return part.kind === 'image' ? part.clip : undefined;
}

/** `0:07`, as players tell a place in a clip. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function removePart(key: number): void {
  useQuery.setState((state) => ({ parts: state.parts.filter((part) => part.key !== key) }));
}

/** Starts over with these parts, filters kept. */
export function setParts(parts: readonly (PartContent & { sign: 1 | -1; weight: number })[]): void {
  useQuery.setState({
    parts: parts.map((part) => ({ ...part, key: nextKey++ })),
    draft: [],
    draftAdds: false,
    cutoff: true,
    spelling: true,
    asWords: [],
  });
}

export function clearParts(): void {
  useQuery.setState({ parts: [], draft: [], draftAdds: false, cutoff: true, spelling: true, asWords: [] });
}

export function clearQuery(): void {
  useQuery.setState({ ...initial });
}

export function toggleTag(group: string, name: string): void {
  useQuery.setState(({ filters }) => {
    const { tags = {}, notTags = {} } = filters;
    const isOn = tags[group]?.includes(name) === true;
    return {
      filters: withTags(filters, withName(tags, group, name, !isOn), withName(notTags, group, name, false)),
    };
  });
}

/** Shows only what is tagged so, beside what was chosen already. */
export function filterByTag(group: string, name: string): void {
  if (useQuery.getState().filters.tags?.[group]?.includes(name) !== true) toggleTag(group, name);
}

/** Leaves out what is tagged so; again takes that back. A tag is either wanted or not. */
export function excludeTag(group: string, name: string): void {
  useQuery.setState(({ filters }) => {
    const { tags = {}, notTags = {} } = filters;
    const isOut = notTags[group]?.includes(name) === true;
    return {
      filters: withTags(filters, withName(tags, group, name, false), withName(notTags, group, name, !isOut)),
    };
  });
}

type TagNames = Filters['tags'];

function withTags({ notTags: _, ...others }: Filters, tags: TagNames, notTags: TagNames): Filters {
  return { ...others, tags, ...(Object.keys(notTags).length === 0 ? {} : { notTags }) };
}

function withName(tags: TagNames, group: string, name: string, on: boolean): TagNames {
  const { [group]: names = [], ...others } = tags;
  const left = names.filter((other) => other !== name);
  const next = on ? [...left, name] : left;
  return next.length === 0 ? others : { ...others, [group]: next };
}

/** Sets filters other than tags; undefined takes one off. */
export function setFilters(
  change: { [K in Exclude<keyof Filters, 'tags' | 'notTags'>]?: Filters[K] | undefined },
): void {
  useQuery.setState((state) => {
    const on = Object.entries({ ...state.filters, ...change }).filter(([, value]) => value !== undefined);
    return { filters: Object.fromEntries(on) as Filters };
  });
}

export function clearFilters(): void {
  useQuery.setState({ filters: noFilters });
}

export function setSort(sort: Sort): void {
  useQuery.setState({ sort });
}

export function setCutoff(cutoff: boolean): void {
  useQuery.setState({ cutoff });
}

export function setSpelling(spelling: boolean): void {
  useQuery.setState({ spelling });
}

/** Takes what was understood by some words back to the words themselves. */
export function takeAsWords(source: string): void {
  useQuery.setState((state) => ({ asWords: [...state.asWords, source] }));
}

export function setImagesOnly(imagesOnly: boolean): void {
  useQuery.setState({ imagesOnly });
}

export function countFilters(filters: Filters): number {
  const { tags: wanted = {}, notTags = {} } = filters;
  const tags = [...Object.values(wanted), ...Object.values(notTags)].flat().length;
  const price = filters.priceMin !== undefined || filters.priceMax !== undefined ? 1 : 0;
  return tags + price + (filters.hasProblem === undefined ? 0 : 1) + (filters.sourceId === undefined ? 0 : 1);
}

/** The parts as the engine takes them, with what is being typed in their place or beside them. */
export function requestParts(state: Pick<QueryState, 'parts' | 'draft' | 'draftAdds'>): QueryPart[] {
  const typed = state.draft.map((part) => ({
    kind: 'text' as const,
    text: part.text,
    weight: part.sign * part.weight,
  }));
  const kept = typed.length > 0 && !state.draftAdds ? [] : state.parts;
  return [...kept.map(toQueryPart), ...typed].slice(0, mostParts);
}

export function toQueryPart(part: PartContent & { readonly sign: 1 | -1; readonly weight: number }): QueryPart {
  const weight = part.sign * part.weight;
  switch (part.kind) {
    case 'text':
      return { kind: 'text', text: part.text, weight };
    case 'image':
      return {
        ...{ kind: 'image', hash: part.hash, name: part.name, weight, region: part.region, cut: part.cut },
        ...(part.clip === undefined ? {} : { clip: { name: part.clip.name, frames: [...part.clip.frames] } }),
      };
    case 'clip':
      return { kind: 'clip', frames: [...part.frames], name: part.name, weight };
    case 'product':
      return { kind: 'product', productId: part.productId, name: part.name, weight };
  }
}

/** A part of a past query as the bar shows it. */
export function fromQueryPart(part: QueryPart): PartContent & { sign: 1 | -1; weight: number } {
  const signed = { sign: part.weight < 0 ? (-1 as const) : (1 as const), weight: Math.abs(part.weight) };
  switch (part.kind) {
    case 'text':
      return { kind: 'text', text: part.text, ...signed };
    case 'image':
      return {
        ...{ kind: 'image', hash: part.hash, name: part.name ?? '', region: part.region, cut: part.cut, ...signed },
        ...(part.clip === undefined ? {} : { clip: part.clip }),
      };
    case 'clip':
      return { kind: 'clip', frames: part.frames, name: part.name ?? '', ...signed };
    case 'product':
      return { kind: 'product', productId: part.productId, name: part.name ?? '', thumb: null, ...signed };
  }
}

function sameContent(a: PartContent, b: PartContent): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text;
  if (a.kind === 'image') return b.kind === 'image' && askedHash(a) === askedHash(b);
  if (a.kind === 'clip') return b.kind === 'clip' && JSON.stringify(a.frames) === JSON.stringify(b.frames);
  return b.kind === 'product' && a.productId === b.productId;
}
