/** The files that a study's report consists of, with what they are. */
export const REPORT_FILES = {
  'report.json': 'application/json; charset=utf-8',
  'curves.csv': 'text/csv; charset=utf-8',
  'curves.svg': 'image/svg+xml; charset=utf-8',
  'curves.png': 'image/png',
  'report.html': 'text/html; charset=utf-8',
} as const;
export type ReportFile = keyof typeof REPORT_FILES;
