/** The names with those written in `source` (divided by comma, semicolon, tab or line) appended; each stands once. */
export function addNames(
  names: readonly string[],
  source: string,
  taken: readonly string[] = [],
): readonly string[] {
  const known = new Set([...names, ...taken]);
  const added: string[] = [];
  for (const part of source.split(/[,;\t\n]+/)) {
    const name = part.trim();
    if (!name || known.has(name)) continue;
    known.add(name);
    added.push(name);
  }
  return [...names, ...added];
}
