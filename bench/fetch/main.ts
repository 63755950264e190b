/**
 * Fetches thousands of images by address from a server on this machine, with faults and kills (SIGKILL) on the way, and says whether any was
 * lost or asked for more often than it had to be. Prints JSON; the exit code is 1 when something is wrong. The server says "busy" now and
 * then, breaks off now and then, and does not have some; each answer takes a few milliseconds.
 *
 *   npm run bench:fetch -- [IMAGES] [KILLS]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawnImage } from '../../electron/engine/fetching/testing.ts';
import { makeWorkplace } from '../../electron/engine/library/testing.ts';

const count = Number(process.argv[2] ?? 20_000);
const kills = Number(process.argv[3] ?? 3);
const delayMs = 5;
/** Connections to one host at once: as many are in hand at a kill. */
const inHand = 4;

const asked = new Map<string, number>();
/** Requests that were answered with a fault which is tried again. */
let faults = 0;

async function main(): Promise<void> {
  const image = await drawnImage(1);
  const server = createServer((ask, answer) => {
    const url = ask.url ?? '';
    const n = Number(url.slice(1).replace('.jpg', ''));
    const nth = (asked.get(url) ?? 0) + 1;
    asked.set(url, nth);
    setTimeout(() => {
      if (n % 500 === 499) return void answer.writeHead(404).end();
      if (nth === 1 && n % 997 === 996) {
        faults++;
        return void answer.writeHead(429, { 'retry-after': '1' }).end();
      }
      if (nth === 1 && n % 701 === 700) {
        faults++;
        return void answer.socket?.resetAndDestroy();
      }
      // Its own content, and an image all the same: decoders read to the end of the image.
      const bytes = Buffer.concat([image, Buffer.from(String(n))]);
      answer.writeHead(200, { 'content-length': bytes.length, etag: `"${n}"` }).end(bytes);
    }, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dir = await mkdtemp(path.join(tmpdir(), 'lookalike-bench-'));
  const place = await makeWorkplace();
  try {
    const table = path.join(dir, 'products.csv');
    const rows = Array.from({ length: count }, (_, n) => `S${n},Product ${n},http://${host}/${n}.jpg`);
    await writeFile(table, `sku,title,image\n${rows.join('\n')}\n`);
    const began = performance.now();
    for (let kill = 1; kill <= kills; kill++) {
      const child = start(place.root, table, host);
      while (asked.size < (count * kill) / (kills + 1)) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const last = start(place.root, table, host);
    let output = '';
    last.stdout?.on('data', (piece) => {
      output += String(piece);
    });
    await once(last, 'exit');
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const found = JSON.parse(output) as {
      products: number;
      images: number;
      web: { here: number; failed: number; waiting: number };
    };
    const missing = Math.floor((count + 1) / 500);
    const requests = [...asked.values()].reduce((sum, times) => sum + times, 0);
    const needless = requests - count - faults;
    const files = await readdir(path.join(place.library, 'web'), { recursive: true });
    const parts = files.filter((name) => name.endsWith('.part')).length;
    const wrong = [
      ...(found.images === count - missing && found.web.here === count - missing ? [] : ['images are lost']),
      ...(found.web.failed === missing && found.web.waiting === 0 ? [] : ['not all came to an end']),
      ...(needless <= kills * inHand ? [] : ['fetched more often than needed']),
      ...(parts === 0 ? [] : ['parts were left behind']),
    ];
    console.log(JSON.stringify({ count, kills, seconds, requests, faults, needless, parts, ...found, wrong }, null, 2));
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    server.closeAllConnections();
    server.close();
    await place.remove();
    await rm(dir, { recursive: true, force: true });
  }
}

function start(root: string, table: string, host: string): ChildProcess {
  const args = [path.join(import.meta.dirname, 'engine.ts'), root, table, host];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

await main();
