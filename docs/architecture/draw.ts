/**
 * Draws the imports between the folders of a house as a dependency structure matrix (SVG): a row imports from a column
 * with a dot. Folders stand in the order of their floors, so that everything lies above the diagonal as long as imports only lead down.
 */
import type { House } from './rules.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const colours = ['#f3d9b1', '#cfe3d4', '#cddcf0', '#e4d7ee', '#e7e5df'];
const cell = 26;
const left = 210;
const top = 120;

/** `graph`: folder -> the folders that it imports from. */
export function drawHouse({ root, floors }: House, graph: Graph): string {
  const there = new Set([...graph].flatMap(([from, edges]) => [from, ...edges]));
  const rows = floors.flatMap(({ name, folders }, floor) =>
    importersFirst(
      folders.filter((folder) => there.has(folder)),
      graph,
    ).map((folder, index) => ({ folder, floor, label: index === 0 ? name : '' })),
  );
  const size = rows.length * cell;
  const parts = rows.flatMap(({ folder, floor, label }, i) => {
    const y = top + i * cell;
    const x = left + i * cell;
    const fill = colours[floor % colours.length];
    const middle = y + cell / 2 + 4;
    return [
      `<rect x="${left - 110}" y="${y}" width="${110 + size}" height="${cell}" fill="${fill}" fill-opacity="0.45"/>`,
      `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="#6b675e"/>`,
      label === '' ? '' : `<text x="10" y="${middle}" font-weight="bold">${label}</text>`,
      `<text x="${left - 8}" y="${middle}" text-anchor="end">${folder}</text>`,
      `<text transform="translate(${x + cell / 2 + 4} ${top - 8}) rotate(-60)">${folder}</text>`,
      ...rows.map(({ folder: to }, j) => {
        const at = left + j * cell + cell / 2;
        return graph.get(folder)?.has(to) ? `<circle cx="${at}" cy="${y + cell / 2}" r="5"/>` : '';
      }),
    ];
  });
  const lines = rows.flatMap((_, i) => [
    `<path d="M${left} ${top + i * cell} h${size} M${left + i * cell} ${top} v${size}" stroke="#fff"/>`,
  ]);
  const [width, height] = [left + size + 60, top + size + 20];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    '  font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#2c2a26">',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="10" y="24" font-size="15" font-weight="bold">${root}</text>`,
    '<text x="10" y="44">A row imports from the columns that have a dot.</text>',
    ...parts.filter((part) => part !== ''),
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

/** Folders of one floor, each before those it imports from; by name where that leaves a choice or there is a circle. */
function importersFirst(folders: readonly string[], graph: Graph): string[] {
  const left = [...folders].sort();
  const ordered: string[] = [];
  while (left.length > 0) {
    const free = left.findIndex((folder) => left.every((other) => other === folder || !graph.get(other)?.has(folder)));
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}
