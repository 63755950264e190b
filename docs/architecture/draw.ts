/** Draws the floors of a house with the imports between its folders, as an SVG made by Graphviz. */
import { instance } from '@viz-js/viz';
import type { House } from './rules.ts';

const colours = ['#f3d9b1', '#cfe3d4', '#cddcf0', '#e4d7ee', '#e7e5df'];

/** `graph`: folder -> folder it imports from -> number of imports. Folders of a floor stand side by side, arrows lead down. */
export async function drawHouse(
  { root, floors }: House,
  graph: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<string> {
  const there = new Set([...graph].flatMap(([from, edges]) => [from, ...edges.keys()]));
  const rows = floors.map(({ name, folders }, index) => {
    const shown = folders.filter((folder) => there.has(folder));
    const nodes = shown.map((folder) => `"${folder}";`).join(' ');
    return `subgraph "cluster_${index}" { label="${name}"; style="rounded,filled"; color="#c9c4b8"; fillcolor="${colours[index]}55";
      node [fillcolor="${colours[index]}"]; ${nodes} }`;
  });
  const edges = [...graph]
    .filter(([from]) => from !== '')
    .flatMap(([from, targets]) => [...targets.keys()].filter((to) => to !== '').map((to) => `"${from}" -> "${to}";`))
    .sort();
  const dot = `digraph { rankdir=TB; ranksep=0.7; nodesep=0.25; bgcolor="white"; newrank=true; label="${root}"; labelloc=t;
    fontname="Helvetica"; fontsize=14;
    node [shape=box, style="rounded,filled", color="#6b675e", fontname="Helvetica", fontsize=12, height=0.35];
    edge [color="#6b675e99", arrowsize=0.6];
    ${rows.join('\n')}
    ${edges.join('\n')} }`;
  const viz = await instance();
  return `${viz.renderString(dot, { format: 'svg', engine: 'dot' }).trim()}\n`;
}
