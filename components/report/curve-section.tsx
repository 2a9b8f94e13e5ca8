'use client';

import { useMemo } from 'react';
import type { StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
import { ErrorCurveChart } from '../charts/error-curve-chart';
import { studyCurve } from '../charts/study-curve.plot';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { useUrlState } from '../ui/use-url-state';
import { CurveToggles } from './curve-toggles';
import { formatHiddenCurves, parseHiddenCurves } from './hidden-curves';

const SCALES = [
  { value: 'linear', label: 'Linear fractions' },
  { value: 'log', label: 'Small fractions wide' },
] as const;

/** The chart of a report. Its axis and the curves that are left out stand in the URL. */
export function CurveSection({ report }: { readonly report: StudyReport }) {
  const url = useUrlState();
  const scale = SCALES.find(({ value }) => value === url.get('scale'))?.value ?? null;
  const without = url.get('without');
  const hidden = useMemo(
    () => parseHiddenCurves(without, report.curves.length),
    [without, report.curves.length],
  );
  return (
    <Section
      title="Test error against the fraction kept"
      actions={
        <Select
          label="Axis of fractions"
          hideLabel
          className="w-48"
          value={scale ?? studyCurve(report).scale}
          onValueChange={(next) => url.set({ scale: next })}
          options={SCALES}
        />
      }
    >
      <CurveToggles
        labels={report.curves.map((curve) => curveLabel(report, curve))}
        hidden={hidden}
        onHiddenChange={(next) => url.set({ without: formatHiddenCurves(next) })}
      />
      <ErrorCurveChart report={report} scale={scale} hidden={hidden} summary={describeChart(report)} />
    </Section>
  );
}

function describeChart({ config, fullPool, data }: StudyReport): string {
  const repeats = config.repeats === 1 ? 'one repeat' : `${formatCount(config.repeats)} repeats`;
  return (
    `Mean of ${repeats} on ${formatCount(data.test)} test examples; bands are 95 % intervals. ` +
    (fullPool
      ? `The full pool of ${formatCount(fullPool.kept)} labels leaves ${formatPercent(fullPool.error.mean, 2)} ` +
        `(${formatPercentRange(fullPool.error, 2)}) wrong.`
      : '')
  );
}
