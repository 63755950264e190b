/**
 * `node docs/architecture/check.ts`, a part of `npm run lint`: holds the imports of the real files to `rules.ts`, finds circles of folders and
 * SQL outside repositories, and sees to it that the drawings are those of today. `--draw` renews the drawings.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path/posix';
import { drawHouse } from './draw.ts';
import { type Import, importsOf, projectDir, readSource, sourceFiles } from './imports.ts';
import { exempt, type House, houses, rules, sqlHomes } from './rules.ts';

/** The sub-folder of a house that a file lies in: '' for a file of its root, undefined outside. */
export function folderOf({ root }: House, file: string): string | undefined {
  if (!file.startsWith(`${root}/`)) return undefined;
  const inner = file.slice(root.length + 1);
  return inner.includes('/') ? inner.slice(0, inner.indexOf('/')) : '';
}

function floorViolation(house: House, one: Import): string | undefined {
  const from = folderOf(house, one.file);
  const to = folderOf(house, one.target);
  if (from === undefined || to === undefined || from === to || from === '') return undefined;
  if (to === '') return `Nothing below imports the files at the top of ${house.root}.`;
  const level = (folder: string): number => house.floors.findIndex(({ folders }) => folders.includes(folder));
  const [above, below] = [level(from), level(to)];
  if (above < 0 || below < 0) {
    return `${house.root}/${above < 0 ? from : to} has no floor yet. Name it in docs/architecture/rules.ts.`;
  }
  if (above < below) return undefined;
  const { name, open } = house.floors[above] as House['floors'][number];
  if (above > below) return `${from} lies below ${to}: a floor imports downwards only.`;
  return open ? undefined : `${from} and ${to} are both of the floor "${name}"; what both need moves down.`;
}

const domainOf = (file: string): string | undefined => /^electron\/engine\/([^/]+)\//.exec(file)?.[1];

/** Why an import is against the plan; undefined when it is not. */
export function violation(one: Import): string | undefined {
  const { file, target } = one;
  for (const { why, from, to, except } of rules) {
    if (from.test(file) && to.test(target) && !except?.test(target)) return why;
  }
  if (target.endsWith('-repo.ts') && domainOf(target) !== domainOf(file)) {
    return 'SQL of another domain is its own business; ask its subject.';
  }
  for (const house of houses) {
    const why = floorViolation(house, one);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Folders of a house, each with those it imports from. */
export function folderGraph(house: House, imports: readonly Import[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    const [from, to] = [folderOf(house, file), folderOf(house, target)];
    if (from === undefined || to === undefined || from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/** The folders that can be reached from themselves. */
export function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reaches = (start: string): boolean => {
    const seen = new Set<string>();
    const open = [...(graph.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === start) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(graph.get(next) ?? []));
    }
    return false;
  };
  return [...graph.keys()].filter(reaches).sort();
}

const sql = /['"`]\s*(SELECT\s[\s\S]+?\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s/;

/** Everything that is against the plan, a line each. */
export function findings(files: readonly string[], imports: readonly Import[], read = readSource): string[] {
  const known = new Set(sourceFiles());
  const found = imports.flatMap((one) => {
    const why = violation(one);
    return why === undefined ? [] : [`${one.file} imports ${one.target}: ${why}`];
  });
  const missing = imports.filter(({ target }) => /^(electron|renderer)\/.*\.tsx?$/.test(target) && !known.has(target));
  found.push(...missing.map(({ file, target }) => `${file} imports ${target}, which is not there.`));
  const holders = files.filter((file) => sql.test(read(file)) && !sqlHomes.test(file));
  found.push(...holders.map((file) => `${file} holds SQL: it belongs into a *-repo.ts.`));
  for (const house of houses) {
    const inCircles = circles(folderGraph(house, imports));
    if (inCircles.length > 0) found.push(`${house.root}: these folders form circles: ${inCircles.join(', ')}.`);
  }
  return found;
}

/** The drawings by file name. */
export function drawings(imports: readonly Import[]): Map<string, string> {
  return new Map(
    houses.map((house) => {
      const file = path.join(projectDir, 'docs', 'architecture', `${path.basename(house.root)}.svg`);
      return [file, drawHouse(house, folderGraph(house, imports))];
    }),
  );
}

export function realImports(): { readonly files: string[]; readonly imports: Import[] } {
  const files = sourceFiles().filter((file) => !exempt.test(file) && existsSync(path.join(projectDir, file)));
  return { files, imports: files.flatMap((file) => importsOf(file, readSource(file))) };
}

function main(): void {
  const { files, imports } = realImports();
  const found = findings(files, imports);
  for (const [file, drawing] of drawings(imports)) {
    if (process.argv.includes('--draw')) writeFileSync(file, drawing);
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== drawing) {
      found.push(`${path.relative(projectDir, file)} is not of today: run npm run draw.`);
    }
  }
  for (const line of found) console.error(line);
  console.log(`${files.length} files, ${imports.length} imports, ${found.length} against the plan`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

if (import.meta.main) main();
