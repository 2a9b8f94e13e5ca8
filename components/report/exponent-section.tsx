import type { StudyReport } from '@/lib/contracts/study-report';
import { exponentSweeps, type ExponentRow, type ExponentSweep } from '@/lib/studies/exponent-sweep';
import { formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';

/** The best exponent a fraction, with the errors of all: the darker, the nearer to the best of its row. */
export function ExponentSection({ report }: { readonly report: StudyReport }) {
  const sweeps = exponentSweeps(report);
  if (sweeps.length === 0) return null;
  return (
    <Section
      title="Which exponent at which fraction"
      description="Test error in per cent. Above 0 hard examples are preferred, below 0 easy ones; 0 is random. The lowest of a row is bold, and those not shown to be worse are marked ≈: where all are, no exponent is shown to be best."
    >
      <div className="flex flex-col gap-6">
        {sweeps.map((sweep) => (
          <SweepTable key={sweep.label} sweep={sweep} />
        ))}
      </div>
    </Section>
  );
}

function SweepTable({ sweep: { label, exponents, rows } }: { readonly sweep: ExponentSweep }) {
  return (
    <div className="min-w-0 overflow-x-auto" tabIndex={0} role="region" aria-label={`Exponents of ${label}`}>
      <table className="border-collapse text-sm">
        <caption className="pb-1.5 text-left font-medium">{label}</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-ink-soft">
            <th scope="col" className="px-2.5 py-1.5 text-left font-medium">
              Fraction
            </th>
            {exponents.map((exponent) => (
              <th key={exponent} scope="col" className="min-w-18 px-2.5 py-1.5 text-right font-medium">
                {exponent}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.fraction} className="border-b border-line last:border-0">
              <th scope="row" className="px-2.5 py-1.5 text-left font-normal whitespace-nowrap">
                {formatPercent(row.fraction)}
              </th>
              {exponents.map((exponent, place) => (
                <ErrorCell key={exponent} row={row} exponent={exponent} place={place} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Share of accent behind the best cell of a row; the worst has none. */
const STRONGEST_SHADE = 30;

interface ErrorCellProps {
  readonly row: ExponentRow;
  readonly exponent: number;
  readonly place: number;
}

function ErrorCell({ row, exponent, place }: ErrorCellProps) {
  const error = row.errors[place];
  if (!error) return <td />;
  const means = row.errors.map(({ mean }) => mean);
  const best = Math.min(...means);
  const span = Math.max(...means) - best || 1;
  const shade = STRONGEST_SHADE * (1 - (error.mean - best) / span) ** 2;
  const isBest = exponent === row.best;
  const isAsGood = !isBest && row.asGood.includes(exponent);
  return (
    <td
      title={formatPercentRange(error, 2)}
      className={`px-2.5 py-1.5 text-right whitespace-nowrap ${isBest ? 'font-semibold' : ''}`}
      style={{ backgroundColor: `color-mix(in srgb, var(--color-accent) ${shade.toFixed(0)}%, transparent)` }}
    >
      {isAsGood && <span aria-label="not shown to be worse than the lowest, ">≈ </span>}
      {(error.mean * 100).toFixed(2)}
    </td>
  );
}
