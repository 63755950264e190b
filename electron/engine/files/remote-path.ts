/**
 * Paths that lead to another computer. Windows asks the host that a path begins with as soon as anybody looks whether the path is there,
 * and signs in as the person at the screen: a path out of a table, a link or a web page must not make it do so. Told from the text alone,
 * on every system alike.
 */

/** The host of `\\host\share\x`, `//host/x` or `file://host/x`; undefined for paths of this machine and for addresses of the web. */
export function remoteHostOf(location: string): string | undefined {
  const text = location.trim();
  if (!/^file:/i.test(text)) return hostOfPath(text);
  if (!URL.canParse(text)) return undefined;
  const { hostname, pathname } = new URL(text);
  if (hostname !== '' && hostname !== 'localhost') return hostname;
  // "file:////host/x", and the same with encoded backslashes.
  return hostOfPath(decoded(pathname));
}

function hostOfPath(text: string): string | undefined {
  const host = /^[\\/]{2}([^\\/]*)/.exec(text)?.[1];
  return host === undefined || host === '' ? host : host.toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
