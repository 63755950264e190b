/** Sources by the path that a person types. */
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { Client } from '../contract/rpc/client.ts';

/** @throws {AppError} `NOT_FOUND`, with the paths that there are */
export async function sourceAt(client: Client, file: string): Promise<number> {
  const sources = await client.call('exchange.sources', {});
  const found = sources.find((source) => source.path === path.resolve(file));
  if (found !== undefined) return found.sourceId;
  const known = sources.map((source) => source.path).join(', ');
  throw new AppError('NOT_FOUND', `${file} is no source of this library. Its sources are: ${known}.`);
}
