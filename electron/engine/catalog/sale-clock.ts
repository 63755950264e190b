/** Keeps prices in step with sales that begin and end, also while the library is open. */
import type { Database } from '../db/database.ts';

/** Sales begin and end by the day, seldom by the hour. */
const lookEveryMs = 10 * 60_000;

/** Renews prices now and then again and again, whenever the library can be written; answers what stops it. */
export function followSales(database: Pick<Database, 'writing'>, renew: () => void): () => void {
  const look = (): void => database.writing.whenFree(renew);
  look();
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}
