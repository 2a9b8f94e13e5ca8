/** What spreadsheets take a cell for a formula by, half and full width, whatever apostrophes are before it. */
const FORMULA = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * One line of a CSV file (RFC 4180), with its line feed. A text that a spreadsheet would run as a formula gets an
 * apostrophe before it, by which spreadsheets mean text; numbers, written as text or not, stay. `restoreCell` undoes it.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellText).join(',')}\n`;
}

/** A cell as it was before `csvLine`. Of cells that others wrote, an apostrophe before a formula goes. */
export function restoreCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function cellText(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
