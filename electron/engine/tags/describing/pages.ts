/** What the page of proposals shows: the heads of all walls of a group, and a page of one of them. */
import type { MethodParams, MethodResult } from '../../../contract/contract.ts';
import type { DescribedGroup, Precision, WallItem } from '../../../contract/describing.ts';
import { AppError } from '../../../contract/errors.ts';
import { proportionInterval } from '../../numbers/proportion.ts';
import type { GroupModel } from '../group-model.ts';
import type { Tags } from '../types.ts';
import { type Wall, wallsOf } from './walls.ts';

/** @throws {AppError} `MODEL_*` */
export async function describedGroups(
  tags: Tags,
  wanted: readonly string[] | undefined,
): Promise<MethodResult<'describe.groups'>> {
  const groups: DescribedGroup[] = [];
  let learning = false;
  for (const group of tags.models.groups()) {
    if (wanted !== undefined && !wanted.includes(group)) continue;
    const ready = await tags.learning.ready(group);
    learning ||= ready.learning;
    for (const model of ready.models) groups.push(await described(tags, model));
  }
  return { groups, learning };
}

async function described(tags: Tags, model: GroupModel): Promise<DescribedGroup> {
  const { products, settled, walls } = await wallsOf(tags.products, model);
  const heads = walls.map((wall, at) => headOf(model, at, wall));
  const size = ({ open, confirmed }: (typeof heads)[number]): number => open + confirmed;
  heads.sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1));
  return { group: model.group, exclusive: model.exclusive, products, settled, walls: heads };
}

/** @throws {AppError} `NOT_FOUND` for a tag that is gone or that no image can tell, `MODEL_*` */
export async function wallPage(
  tags: Tags,
  { tagId, part, offset, limit }: MethodParams<'describe.wall'>,
): Promise<MethodResult<'describe.wall'>> {
  const tag = tags.products.tags.get(tagId);
  if (tag === undefined || !tags.models.groups().includes(tag.group)) {
    throw new AppError('NOT_FOUND', 'That tag is no longer in the vocabulary, or is of a kind that no photo can show.');
  }
  const { models, learning } = await tags.learning.ready(tag.group);
  const [model] = models;
  const at = model?.classifiers.indexOf(tagId);
  if (model === undefined || at === undefined) throw new AppError('NOT_FOUND', 'That tag is no longer there.');
  const wall = (await wallsOf(tags.products, model)).walls[at] as Wall;
  const ids = part === 'open' ? wall.open.map(({ productId }) => productId) : [...wall[part]];
  return {
    ...headOf(model, at, wall),
    group: tag.group,
    total: ids.length,
    ids,
    items: itemsOf(tags, model, part === 'open' ? wall : undefined, ids.slice(offset, offset + limit), offset),
    learning,
  };
}

function itemsOf(
  { catalog }: Tags,
  model: GroupModel,
  wall: Wall | undefined,
  ids: readonly number[],
  offset: number,
): WallItem[] {
  const summaries = new Map(catalog.products.summaries(ids).map((summary) => [summary.id, summary]));
  return ids.flatMap((id, at): WallItem[] => {
    const product = summaries.get(id);
    if (product === undefined) return [];
    const placed = wall?.open[offset + at];
    const others = (placed?.others ?? []).map(({ tag, confidence }) => {
      const { id: tagId, name } = model.tags[tag] as GroupModel['tags'][number];
      return { tagId, name, confidence };
    });
    const sure = wall !== undefined && offset + at < wall.sure;
    return [{ product, confidence: placed?.confidence ?? null, sure, others }];
  });
}

function headOf(model: GroupModel, at: number, { open, sure, confirmed, looked, right }: Wall) {
  const { id: tagId, name } = model.tags[at] as GroupModel['tags'][number];
  const precision: Precision = { looked, right, ...proportionInterval(right, looked) };
  return { tagId, name, open: open.length, sure, confirmed: confirmed.length, precision };
}
