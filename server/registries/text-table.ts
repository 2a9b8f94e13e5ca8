/** Rows under their headings, where there are any; columns aligned, two blanks between them. */
export function textTable(headings: readonly string[] | null, rows: readonly (readonly string[])[]): string {
  const lines = headings ? [headings, ...rows] : rows;
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
