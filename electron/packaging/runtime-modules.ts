/** Which packages must be shipped beside the bundles: those that cannot be bundled, and all that they load in turn. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** Needed by the install scripts of native packages only. */
const installTimeOnly: ReadonlySet<string> = new Set(['adm-zip', 'global-agent', 'node-addon-api']);

/**
 * Folders relative to `root`, such as `node_modules/sharp`, sorted. Optional packages that are not installed, as those for other
 * systems, are left out.
 * @throws {Error} when a package that is required is not installed
 */
export function runtimeModules(root: string, packages: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string, optional: boolean): void => {
    const dir = findPackage(name, from, root);
    if (dir === undefined) {
      if (optional) return;
      throw new Error(`The package ${name} is not installed. Run "npm install".`);
    }
    if (found.has(dir)) return;
    found.add(dir);
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')));
    for (const dependency of Object.keys(manifest.dependencies)) {
      if (!installTimeOnly.has(dependency)) visit(dependency, dir, dependency in manifest.optionalDependencies);
    }
    for (const dependency of Object.keys(manifest.optionalDependencies)) visit(dependency, dir, true);
  };
  for (const name of packages) visit(name, root, false);
  return [...found].map((dir) => path.relative(root, dir).split(path.sep).join('/')).sort();
}

/** As Node looks for it: in `node_modules` of the folder, then of the folders above it, up to the root. */
function findPackage(name: string, from: string, root: string): string | undefined {
  for (let dir = from; ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (dir === root || path.dirname(dir) === dir) return undefined;
  }
}
