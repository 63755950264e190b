/** The SQL of images by address: which are named by whom, which are here, and why others are not. */
import type { ErrorCode } from '../../../contract/errors.ts';
import type { Database } from '../../db/database.ts';

export type WebImageState = 'named' | 'wanted' | 'here' | 'failed';

export interface WebImage {
  readonly id: number;
  readonly address: string;
  readonly host: string;
  readonly state: WebImageState;
  readonly contentHash: string | null;
  readonly extension: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly failureCode: ErrorCode | null;
  readonly failureReason: string | null;
}

export interface WebImageContent {
  readonly contentHash: string;
  readonly extension: string;
  readonly bytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Which images a run is about. */
export interface FetchScope {
  readonly sourceId: number;
  /** Those never asked for as well, not only the wanted ones. */
  readonly all: boolean;
  /** Also those that are here and were not looked at since. */
  readonly refreshedSince: string | null;
}

const columns = `w.id, w.address, w.host, w.state, w.content_hash AS contentHash, w.extension, w.etag,
  w.last_modified AS lastModified, w.failure_code AS failureCode, w.failure_reason AS failureReason`;

const ofSource = 'EXISTS (SELECT 1 FROM web_image_uses u WHERE u.source_id = ?1 AND u.web_image_id = w.id)';

const pageSize = 100;

export class WebImageRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  find(address: string): WebImage | undefined {
    return this.#db.get<WebImage>(`SELECT ${columns} FROM web_images w WHERE w.address = ?`, address);
  }

  /** Notes that the source names these; answers their ids. Those that are known already cost a look each and no writing. */
  name(sourceId: number, named: readonly { readonly address: string; readonly host: string }[]): number[] {
    return named.map(({ address, host }) => {
      const id =
        this.find(address)?.id ??
        this.#db.run('INSERT INTO web_images (address, host) VALUES (?, ?)', address, host).lastInsertRowid;
      if (!this.#isNamed(sourceId, id))
        this.#db.run('INSERT INTO web_image_uses (source_id, web_image_id) VALUES (?, ?)', sourceId, id);
      return id;
    });
  }

  #isNamed(sourceId: number, id: number): boolean {
    const sql = 'SELECT 1 FROM web_image_uses WHERE source_id = ? AND web_image_id = ?';
    return this.#db.get(sql, sourceId, id) !== undefined;
  }

  /** Forgets that the source names others than these. */
  forgetOthers(sourceId: number, ids: ReadonlySet<number>): void {
    const all = this.#db.all<{ id: number }>(
      'SELECT web_image_id AS id FROM web_image_uses WHERE source_id = ?',
      sourceId,
    );
    const gone = all.filter(({ id }) => !ids.has(id));
    if (gone.length === 0) return;
    this.#db.transaction(() => {
      for (const { id } of gone)
        this.#db.run('DELETE FROM web_image_uses WHERE source_id = ? AND web_image_id = ?', sourceId, id);
    });
  }

  /** Sources that name images by address, with how many of each state. */
  counts(): { sourceId: number; state: WebImageState; count: number }[] {
    return this.#db.all(
      `SELECT u.source_id AS sourceId, w.state, count(*) AS count FROM web_image_uses u
       JOIN web_images w ON w.id = u.web_image_id GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  }

  /** Hosts of those that are not here yet, most first. */
  hosts(sourceId: number, state: 'waiting' | 'failed'): { host: string; count: number; refused: number }[] {
    const states = state === 'waiting' ? "('named', 'wanted')" : "('failed')";
    return this.#db.all(
      `SELECT w.host, count(*) AS count, sum(coalesce(w.failure_code, '') = 'WEB_OWN_NETWORK') AS refused
       FROM web_images w WHERE w.state IN ${states} AND ${ofSource} GROUP BY w.host ORDER BY count DESC, w.host`,
      sourceId,
    );
  }

  /** Bytes of the images that are here, on average; null while there are none. */
  typicalBytes(): number | null {
    const sql = "SELECT avg(bytes) AS bytes FROM (SELECT bytes FROM web_images WHERE state = 'here' LIMIT 5000)";
    return this.#db.get<{ bytes: number | null }>(sql)?.bytes ?? null;
  }

  /** Asks for one again, or for the first time, whatever became of it; false when no table names it. */
  wantAddress(address: string): boolean {
    return this.#want('w.address = ?', address) > 0;
  }

  /** Asks again for those of a source that failed, all or in one way. */
  wantFailed(sourceId: number, code: ErrorCode | null): number {
    return this.#want(`w.state = 'failed' AND ${ofSource} AND (?2 IS NULL OR w.failure_code = ?2)`, sourceId, code);
  }

  #want(where: string, ...values: (string | number | null)[]): number {
    return this.#db.run(
      `UPDATE web_images AS w SET state = 'wanted', content_hash = NULL, extension = NULL, etag = NULL, last_modified = NULL,
         failure_code = NULL, failure_reason = NULL WHERE ${where}`,
      ...values,
    ).changes;
  }

  /** Hosts of the own network that may be asked for images of the source. */
  allowedHosts(sourceId: number): string[] {
    return this.#db
      .all<{ host: string }>('SELECT host FROM web_allowed_hosts WHERE source_id = ? ORDER BY host', sourceId)
      .map(({ host }) => host);
  }

  setAllowedHosts(sourceId: number, hosts: readonly string[]): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM web_allowed_hosts WHERE source_id = ?', sourceId);
      for (const host of new Set(hosts))
        this.#db.run('INSERT INTO web_allowed_hosts (source_id, host) VALUES (?, ?)', sourceId, host);
    });
  }

  /** Sources that name it. */
  sourcesOf(address: string): number[] {
    return this.#db
      .all<{ id: number }>(
        `SELECT u.source_id AS id FROM web_images w JOIN web_image_uses u ON u.web_image_id = w.id
         WHERE w.address = ? ORDER BY 1`,
        address,
      )
      .map(({ id }) => id);
  }

  /** How many of a run are done with, and how many there are. */
  progress({ sourceId, all, refreshedSince }: FetchScope): { done: number; total: number; failed: number } {
    const row = this.#db.get<{ total: number; open: number; failed: number }>(
      `SELECT count(*) AS total, total(${open(all)}) AS open, total(w.state = 'failed') AS failed
       FROM web_images w WHERE ${all ? '1' : "w.state <> 'named'"} AND ${ofSource}`,
      sourceId,
      refreshedSince,
    );
    const { total = 0, open: left = 0, failed = 0 } = row ?? {};
    return { done: total - left, total, failed };
  }

  openHosts(scope: FetchScope): string[] {
    const hosts = openStates(scope).flatMap((state) =>
      this.#db.all<{ host: string }>(
        `SELECT DISTINCT w.host FROM web_images w WHERE w.state = ?2 AND ${notLookedAt} AND ${ofSource}`,
        scope.sourceId,
        state,
        scope.refreshedSince,
      ),
    );
    return [...new Set(hosts.map(({ host }) => host))].sort();
  }

  /** The next of a host that are to be fetched. State by state, since each is in order by its index. */
  page(scope: FetchScope, host: string, after: number): WebImage[] {
    const found = openStates(scope).flatMap((state) =>
      this.#db.all<WebImage>(
        `SELECT ${columns} FROM web_images w WHERE w.state = ?2 AND ${notLookedAt} AND w.host = ?4 AND w.id > ?5 AND ${ofSource}
         ORDER BY w.id LIMIT ${pageSize}`,
        scope.sourceId,
        state,
        scope.refreshedSince,
        host,
        after,
      ),
    );
    return found.sort((one, other) => one.id - other.id).slice(0, pageSize);
  }

  /** Whether anything came of addresses of the source from this time on. */
  endedSince(sourceId: number, time: string): boolean {
    const sql = `SELECT 1 FROM web_images w WHERE w.checked_at >= ?2 AND w.state IN ('here', 'failed') AND ${ofSource} LIMIT 1`;
    return this.#db.get(sql, sourceId, time) !== undefined;
  }

  setHere(id: number, content: WebImageContent): void {
    this.#db.run(
      `UPDATE web_images SET state = 'here', content_hash = ?, extension = ?, bytes = ?, etag = ?, last_modified = ?,
         failure_code = NULL, failure_reason = NULL, checked_at = ? WHERE id = ?`,
      content.contentHash,
      content.extension,
      content.bytes,
      content.etag,
      content.lastModified,
      new Date().toISOString(),
      id,
    );
  }

  setUnchanged(id: number): void {
    this.#db.run('UPDATE web_images SET checked_at = ? WHERE id = ?', new Date().toISOString(), id);
  }

  /** An image that is here stays, whatever became of asking for it anew. */
  setFailed(id: number, code: ErrorCode, reason: string): void {
    this.#db.run(
      `UPDATE web_images SET state = iif(state = 'here', 'here', 'failed'), failure_code = ?, failure_reason = ?, checked_at = ?
       WHERE id = ?`,
      code,
      reason,
      new Date().toISOString(),
      id,
    );
  }

  /** The same for all of a host that are still to be fetched; answers how many. */
  setHostFailed(scope: FetchScope, host: string, code: ErrorCode, reason: string): number {
    return this.#db.run(
      `UPDATE web_images AS w SET state = iif(state = 'here', 'here', 'failed'), failure_code = ?4, failure_reason = ?5, checked_at = ?6
       WHERE ${open(scope.all)} AND w.host = ?3 AND ${ofSource}`,
      scope.sourceId,
      scope.refreshedSince,
      host,
      code,
      reason,
      new Date().toISOString(),
    ).changes;
  }

  /** Paths of files of the catalog that were fetched. */
  fetchedPaths(limit: number): string[] {
    return this.#db
      .all<{ path: string }>(
        `SELECT f.path FROM web_images w JOIN files f ON f.content_hash = w.content_hash
         WHERE w.state = 'here' AND f.path LIKE '%' || w.content_hash || '.' || w.extension LIMIT ?`,
        limit,
      )
      .map(({ path }) => path);
  }

  /** Files whose paths begin with `before` have moved; one that was seen there already is the same and stays. */
  movePaths(before: string, now: string, real: string): void {
    this.#db.run(
      `UPDATE OR IGNORE files SET path = ?2 || substr(path, length(?1) + 1),
         real_path = iif(real_path IS NULL, NULL, ?3 || substr(path, length(?1) + 1))
       WHERE substr(path, 1, length(?1)) = ?1`,
      before,
      now,
      real,
    );
  }

  /** An address whose image has this content, of the source if it names any. */
  addressOf(contentHash: string, sourceId: number): string | undefined {
    return this.#db.get<{ address: string }>(
      `SELECT w.address FROM web_images w WHERE w.content_hash = ?2 ORDER BY ${ofSource} DESC, w.id LIMIT 1`,
      sourceId,
      contentHash,
    )?.address;
  }
}

function openStates({ all, refreshedSince }: FetchScope): WebImageState[] {
  return ['wanted', ...(all ? (['named'] as const) : []), ...(refreshedSince === null ? [] : (['here'] as const))];
}

/** Of those that are here, `?3` is the time since which they are not to be looked at again. */
const notLookedAt = "(w.state <> 'here' OR coalesce(w.checked_at, '') < ?3)";

/** What is to be fetched; `?2` is the time since which an image that is here has been looked at. */
function open(all: boolean): string {
  return `((w.state = 'wanted'${all ? " OR w.state = 'named'" : ''}) OR
    (w.state = 'here' AND ?2 IS NOT NULL AND coalesce(w.checked_at, '') < ?2))`;
}
