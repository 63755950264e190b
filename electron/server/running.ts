/**
 * Notes of the hosts that run, in the application's own folder, so that a second start opens the one that has the library instead of failing.
 * A note holds the secret part of the address too, so it is readable by its owner alone.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonNamesIn, readJson } from '../engine/files/json-file.ts';
import { isAlive } from '../engine/side-process/alive.ts';

const noteSchema = z.object({ pid: z.int(), address: z.url() });
const launchSchema = z.object({ library: z.string(), code: z.string() });

export interface RunningHost {
  /** With the token in its fragment, for the eyes of the person. */
  readonly address: string;
  /** For a browser started by this program; works once. */
  readonly launchAddress: string;
}

const notesIn = (home: string): string => path.join(home, 'running');

/** Leaves a note of this host until the process ends. A home that cannot be written to has none. */
export function leaveNote(home: string, address: string): void {
  const file = path.join(notesIn(home), `${process.pid}.json`);
  try {
    mkdirSync(notesIn(home), { recursive: true, mode: 0o700 });
    // One of an earlier process of this number would keep its rights.
    rmSync(file, { force: true });
    writeFileSync(file, JSON.stringify({ pid: process.pid, address }), { mode: 0o600, flag: 'wx' });
    process.on('exit', () => rmSync(file, { force: true }));
  } catch {
    return;
  }
}

/** The host that has this library open, if it says so itself; notes of processes that are gone are taken away. */
export async function findRunning(home: string, library: string): Promise<RunningHost | undefined> {
  for (const name of jsonNamesIn(notesIn(home))) {
    const file = path.join(notesIn(home), name);
    const note = readJson(file, noteSchema);
    if (note === undefined || !isAlive(note.pid)) rmSync(file, { force: true });
    else {
      const launch = await askForLaunch(note.address);
      if (launch?.library !== library) continue;
      const { origin } = new URL(note.address);
      return { address: note.address, launchAddress: `${origin}/#token=${launch.code}` };
    }
  }
  return undefined;
}

/** Undefined when another program answers there by now, or no library is open. */
async function askForLaunch(address: string): Promise<z.infer<typeof launchSchema> | undefined> {
  const { origin, hash } = new URL(address);
  const headers = { origin, authorization: `Bearer ${hash.replace('#token=', '')}` };
  try {
    const answer = await fetch(`${origin}/launch`, { method: 'POST', headers, signal: AbortSignal.timeout(5000) });
    return launchSchema.parse(await answer.json());
  } catch {
    return undefined;
  }
}
