/** What this process holds, for benchmarks. Linux only. */
import { readFileSync } from 'node:fs';

/** In MB. `VmRSS`: all that is resident; `RssAnon`: less what is only mapped from files, such as the database. */
export function residentMb(field: 'VmRSS' | 'RssAnon'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}
