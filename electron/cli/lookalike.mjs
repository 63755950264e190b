#!/usr/bin/env node
/**
 * The command `lookalike`. The sources are TypeScript and need Node 24; where the Node at hand is older, the one that was installed
 * with the project runs them instead.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestMajor = 24;
const here = path.dirname(fileURLToPath(import.meta.url));
const main = path.join(here, 'main.ts');
// As `compileCacheDir` of server/project.ts.
const compileCache =
  process.env.NODE_COMPILE_CACHE ?? path.join(here, '..', '..', 'node_modules', '.cache', 'compiled');

function installedNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const program = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

function runWith(program) {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const child = spawn(program, [main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // This process stays to pass on how the child ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
  // Sources are stripped of their types and compiled once, and read from there the next time.
  module.enableCompileCache(compileCache);
  // For the threads and processes that this one starts.
  process.env.NODE_COMPILE_CACHE = compileCache;
  await import('./main.ts');
} else {
  const program = installedNode();
  if (program === undefined) {
    const message = `Lookalike needs Node ${oldestMajor}; this is ${process.version}. Run "npm install" in its folder first.`;
    process.stderr.write(`${JSON.stringify({ error: { code: 'INTERNAL', message } })}\n`);
    process.exit(1);
  }
  runWith(program);
}
