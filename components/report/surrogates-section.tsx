import type { StudyReport } from '@/lib/contracts/study-report';
import {
  surrogatePairs,
  type SurrogateGain,
  type SurrogatePair,
  type SurrogatePoint,
} from '@/lib/studies/weak-strong';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';
import { pointColumns, STANDING_LOOK } from './point-columns';
import { describeDifference } from './report-rows';

/** Weak against strong: the gain of the same scheme under both, and how far they agree on what comes first. */
export function SurrogatesSection({ report }: { readonly report: StudyReport }) {
  const pairs = surrogatePairs(report).filter(({ points }) => points.length > 0);
  return pairs.map((pair) => (
    <Section
      key={`${pair.weak.name}/${pair.strong.name}`}
      title={`${pair.weak.name} against ${pair.strong.name}`}
      description={`By itself ${pair.weak.name} errs ${describeSurrogate(pair.weak)}, ${pair.strong.name} ${describeSurrogate(pair.strong)}. Gains are random’s error minus the scheme’s, in points; coloured where they stand out among all comparisons.`}
    >
      <div className="flex flex-col gap-5">
        <DataTable
          name={`pair-${pair.weak.name}-${pair.strong.name}`}
          caption="Gain over random by surrogate"
          columns={columnsOf(pair)}
          rows={pair.points}
          rowKey={({ scheme, fraction }) => `${scheme}/${fraction}`}
          filterText={({ scheme, fraction }) => `${scheme} ${formatPercent(fraction, 0)}`}
        />
        <Overlaps report={report} pair={pair} />
      </div>
    </Section>
  ));
}

function describeSurrogate({ labels, error }: SurrogatePair['weak']): string {
  return `${formatPercent(error.mean)} with ${formatCount(labels)} labels`;
}

function columnsOf({ weak, strong }: SurrogatePair): readonly Column<SurrogatePoint>[] {
  return [
    ...pointColumns<SurrogatePoint>(),
    gainColumn(`Gain with ${weak.name}`, (point) => point.weak),
    gainColumn(`Gain with ${strong.name}`, (point) => point.strong),
    {
      id: 'difference',
      header: `${weak.name} against ${strong.name}, in points`,
      sortBy: ({ difference }) => difference?.interval.mean ?? null,
      cell: ({ difference }) => (
        <span className="whitespace-nowrap text-ink-soft">
          {difference ? describeDifference(difference) : 'pools of different size'}
        </span>
      ),
    },
  ];
}

function gainColumn(
  header: string,
  gainOf: (point: SurrogatePoint) => SurrogateGain,
): Column<SurrogatePoint> {
  return {
    id: header,
    header,
    align: 'end',
    sortBy: (point) => gainOf(point).gain,
    cell: (point) => {
      const { gain, comparison } = gainOf(point);
      return (
        <span className={STANDING_LOOK[comparison.standing]}>
          {`${gain < 0 ? '−' : '+'}${Math.abs(gain * 100).toFixed(2)}`}
        </span>
      );
    },
  };
}

function Overlaps({ report, pair }: { readonly report: StudyReport; readonly pair: SurrogatePair }) {
  const names = [pair.weak.name, pair.strong.name];
  const overlaps = report.overlaps.filter(({ left, right }) => names.includes(left) && names.includes(right));
  const [first] = overlaps;
  if (!first) return null;
  return (
    <div
      className="min-w-0 overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label="Overlap of the surrogates"
    >
      <table className="border-collapse text-sm">
        <caption className="pb-1.5 text-left">
          Overlap of what both put first, over the repeats; chance alone gives the fraction itself.
        </caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-ink-soft">
            <th scope="col" className="px-2.5 py-1.5 text-left font-medium">
              Score
            </th>
            {first.points.map(({ fraction }) => (
              <th
                key={fraction}
                scope="col"
                className="px-2.5 py-1.5 text-right font-medium whitespace-nowrap"
              >
                top {formatPercent(fraction)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {overlaps.map(({ score, points }) => (
            <tr key={score} className="border-b border-line last:border-0">
              <th scope="row" className="px-2.5 py-1.5 text-left font-normal whitespace-nowrap">
                {score}
              </th>
              {points.map(({ fraction, overlap }) => (
                <td
                  key={fraction}
                  title={formatPercentRange(overlap)}
                  className="px-2.5 py-1.5 text-right whitespace-nowrap"
                >
                  {formatPercent(overlap.mean, 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
