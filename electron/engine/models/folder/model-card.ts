/** What the head of a README.md on the hub says of a model: YAML between two lines of dashes, of which two entries are read. */

export interface ModelCard {
  readonly licence: string | undefined;
  readonly languages: readonly string[] | undefined;
}

export function cardOf(readme: string | undefined): ModelCard & { languages: string[] | undefined } {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readme ?? '')?.[1] ?? '';
  const licence = entryOf(head, 'license_name')[0] ?? entryOf(head, 'license')[0];
  const languages = entryOf(head, 'language').map((language) => (language === 'multilingual' ? 'mul' : language));
  return { licence, languages: languages.length === 0 ? undefined : languages };
}

/** `key: value`, `key: [a, b]`, or a list with a dash a line. */
function entryOf(head: string, key: string): string[] {
  const lines = head.split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return [];
  const clean = (text: string): string => text.trim().replace(/^['"]|['"]$/g, '');
  const same = clean((lines[at] ?? '').slice(key.length + 1));
  if (same.startsWith('[')) return same.replace(/[[\]]/g, '').split(',').map(clean).filter(Boolean);
  if (same !== '') return [same];
  const items: string[] = [];
  for (const line of lines.slice(at + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line)?.[1];
    if (item === undefined) break;
    items.push(clean(item));
  }
  return items;
}
