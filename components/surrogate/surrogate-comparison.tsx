'use client';

import type { SurrogateView, TestMetrics } from '@/lib/contracts/model';
import { useProject } from '../projects/use-project';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatDuration, formatNumber, formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { useUrlState } from '../ui/use-url-state';
import { comparisonVerdict } from './comparison-verdict';
import { classErrors } from './confusions';

type MeasuredSurrogate = SurrogateView & { readonly metrics: { readonly test: TestMetrics } };

function isMeasured(surrogate: SurrogateView): surrogate is MeasuredSurrogate {
  return surrogate.state === 'done' && Boolean(surrogate.metrics?.test);
}

interface SurrogateComparisonProps {
  readonly projectId: string;
  readonly surrogates: readonly SurrogateView[];
}

/** Two surrogates side by side: the weakest and the strongest unless the URL names others. */
export function SurrogateComparison({ projectId, surrogates }: SurrogateComparisonProps) {
  const project = useProject(projectId);
  const url = useUrlState();
  const measured = surrogates.filter(isMeasured).sort((one, other) => one.labelCount - other.labelCount);
  const left = measured.find(({ id }) => id === url.get('weak')) ?? measured.at(0);
  const right = measured.find(({ id }) => id === url.get('strong')) ?? measured.at(-1);
  if (!left || !right || measured.length < 2) return null;

  const options = measured.map(({ id, name, labelCount }) => ({
    value: id,
    label: name,
    detail: `${formatCount(labelCount)} labels`,
  }));
  return (
    <Section
      title="Weak and strong, side by side"
      description={comparisonVerdict(
        { name: left.name, error: left.metrics.test.error },
        { name: right.name, error: right.metrics.test.error },
      )}
    >
      <div className="mb-4 grid gap-3 sm:max-w-2xl sm:grid-cols-2">
        <Select label="Weak" value={left.id} onValueChange={(weak) => url.set({ weak })} options={options} />
        <Select
          label="Strong"
          value={right.id}
          onValueChange={(strong) => url.set({ strong })}
          options={options}
        />
      </div>
      <DataTable
        name="comparison"
        caption={`${left.name} and ${right.name} side by side`}
        columns={columnsOf(left.name, right.name)}
        rows={comparisonRows(left, right, project.data?.classes ?? [])}
        rowKey={({ measure }) => measure}
        filterText={({ measure }) => measure}
      />
    </Section>
  );
}

interface ComparisonRow {
  readonly measure: string;
  readonly left: string;
  readonly right: string;
  /** strong minus weak, where the measure is one that should fall */
  readonly change: number | null;
}

function columnsOf(left: string, right: string): readonly Column<ComparisonRow>[] {
  return [
    {
      id: 'measure',
      header: 'Measure',
      cell: ({ measure }) => <span className="whitespace-nowrap">{measure}</span>,
    },
    {
      id: 'weak',
      header: left,
      align: 'end',
      cell: (row) => <span className="whitespace-nowrap">{row.left}</span>,
    },
    {
      id: 'strong',
      header: right,
      align: 'end',
      cell: (row) => <span className="whitespace-nowrap">{row.right}</span>,
    },
    {
      id: 'change',
      header: 'Difference',
      align: 'end',
      sortBy: ({ change }) => change,
      cell: ({ change }) => (
        <span className="whitespace-nowrap">{change === null ? '' : describeChange(change)}</span>
      ),
    },
  ];
}

function describeChange(change: number): string {
  const points = (Math.abs(change) * 100).toFixed(1);
  if (points === '0.0') return 'the same';
  return change < 0 ? `▼ ${points} points lower` : `▲ ${points} points higher`;
}

function comparisonRows(
  left: MeasuredSurrogate,
  right: MeasuredSurrogate,
  classes: readonly string[],
): readonly ComparisonRow[] {
  const [weak, strong] = [left.metrics, right.metrics];
  const plain = (measure: string, first: string, second: string): ComparisonRow => ({
    measure,
    left: first,
    right: second,
    change: null,
  });
  const share = (measure: string, first: number | null, second: number | null): ComparisonRow => ({
    measure,
    left: first === null ? '–' : formatPercent(first),
    right: second === null ? '–' : formatPercent(second),
    change: first === null || second === null ? null : second - first,
  });
  const weakErrors = classErrors(weak.test.confusion);
  const strongErrors = classErrors(strong.test.confusion);
  return [
    plain('Labels', formatCount(left.labelCount), formatCount(right.labelCount)),
    share('Test error', weak.test.error.mean, strong.test.error.mean),
    plain('95 % interval', formatPercentRange(weak.test.error), formatPercentRange(strong.test.error)),
    plain('Log-loss', formatNumber(weak.test.logLoss), formatNumber(strong.test.logLoss)),
    share(
      'Calibration error',
      weak.test.calibration.expectedCalibrationError,
      strong.test.calibration.expectedCalibrationError,
    ),
    plain('Model', left.modelTitle, right.modelTitle),
    plain('Trained in', formatDuration(weak.seconds), formatDuration(strong.seconds)),
    ...classes.map((name, index) =>
      share(`Error on “${name}”`, weakErrors[index] ?? null, strongErrors[index] ?? null),
    ),
  ];
}
