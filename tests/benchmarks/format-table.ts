import type { Measurement } from './benchmark';

const HEADER = [
  'hot path',
  'rows',
  'ms',
  'rows/s',
  'peak RSS MB',
  'anchor',
  'anchor ms',
  'ratio',
  'CPU ratio',
];

/** A Markdown table; `ratio` is how many times faster than the anchor, `CPU ratio` the same in CPU seconds. */
export function formatTable(measurements: readonly Measurement[]): string {
  const lines = [HEADER, ...measurements.map(formatLine)];
  const widths = HEADER.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const [header, ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => pad(cell, column, widths)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => (isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [header, rule, ...body].join('\n');
}

const isText = (column: number) => HEADER[column] === 'hot path' || HEADER[column] === 'anchor';

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return isText(column) ? cell.padEnd(width) : cell.padStart(width);
}

function formatLine({ name, rows, seconds, cpuSeconds, peakMegabytes, anchor }: Measurement): string[] {
  return [
    name,
    rows.toLocaleString('en'),
    milliseconds(seconds),
    Math.round(rows / seconds).toLocaleString('en'),
    Math.round(peakMegabytes).toLocaleString('en'),
    anchor?.name ?? '',
    anchor ? milliseconds(anchor.seconds) : '',
    anchor ? (anchor.seconds / seconds).toFixed(2) : '',
    anchor?.cpuSeconds && cpuSeconds ? (anchor.cpuSeconds / cpuSeconds).toFixed(2) : '',
  ];
}

function milliseconds(seconds: number): string {
  return (seconds * 1000).toLocaleString('en', { maximumFractionDigits: seconds < 0.1 ? 1 : 0 });
}
