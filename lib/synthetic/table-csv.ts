import type { SyntheticReport } from '../contracts/synthetic';

const HEADER = 'labels,ridge,exponent,fraction,mean,low,high,median,theory,full_pool,full_pool_theory';

/** A row a cell; simulated columns are empty where nothing was simulated. */
export function syntheticCsv(report: SyntheticReport): string {
  const rows = report.cells.map((cell) => {
    const full = report.fullPool.find(({ labels, ridge }) => labels === cell.labels && ridge === cell.ridge);
    const values = [
      cell.labels,
      cell.ridge,
      cell.exponent,
      cell.fraction,
      cell.error?.mean,
      cell.error?.low,
      cell.error?.high,
      cell.median,
      cell.theory,
      full?.error?.mean,
      full?.theory,
    ];
    return values.map((value) => value ?? '').join(',');
  });
  return `${[HEADER, ...rows].join('\n')}\n`;
}
