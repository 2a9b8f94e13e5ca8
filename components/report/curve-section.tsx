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

const AXES = [
  { value: 'selected', label: 'What was selected', detail: 'as in the papers' },
  { value: 'paid', label: 'All labels paid', detail: 'selection, surrogate and validation' },
] as const;

const MEASURES = [
  { value: 'error', label: 'Test error' },
  { value: 'log-loss', label: 'Log-loss', detail: 'also tells how sure wrong answers were' },
] as const;

/** The chart of a report. Its axes and the curves that are left out stand in the URL. */
export function CurveSection({ report }: { readonly report: StudyReport }) {
  const url = useUrlState();
  const scale = SCALES.find(({ value }) => value === url.get('scale'))?.value ?? null;
  const axis = AXES.find(({ value }) => value === url.get('axis'))?.value ?? 'selected';
  const measure = MEASURES.find(({ value }) => value === url.get('measure'))?.value ?? 'error';
  const view = useMemo(() => ({ axis, measure }), [axis, measure]);
  const without = url.get('without');
  const hidden = useMemo(
    () => parseHiddenCurves(without, report.curves.length),
    [without, report.curves.length],
  );
  return (
    <Section
      title={`${measure === 'error' ? 'Test error' : 'Log-loss'} against ${axis === 'paid' ? 'all labels paid' : 'the fraction kept'}`}
      actions={
        <>
          <Select
            label="What is measured"
            hideLabel
            className="w-36"
            value={measure}
            onValueChange={(next) => url.set({ measure: next === 'error' ? null : next })}
            options={MEASURES}
          />
          <Select
            label="What the axis counts"
            hideLabel
            className="w-44"
            value={axis}
            onValueChange={(next) => url.set({ axis: next === 'selected' ? null : next })}
            options={AXES}
          />
          <Select
            label="Axis of fractions"
            hideLabel
            className="w-48"
            value={scale ?? studyCurve(report).scale}
            onValueChange={(next) => url.set({ scale: next })}
            options={SCALES}
          />
        </>
      }
    >
      <CurveToggles
        labels={report.curves.map((curve) => curveLabel(report, curve))}
        hidden={hidden}
        onHiddenChange={(next) => url.set({ without: formatHiddenCurves(next) })}
      />
      <ErrorCurveChart
        report={report}
        view={view}
        scale={scale}
        hidden={hidden}
        summary={describeChart(report)}
      />
    </Section>
  );
}

function describeChart({ config, fullPool, data }: StudyReport): string {
  const repeats = config.repeats === 1 ? 'one repeat' : `${formatCount(config.repeats)} repeats`;
  return (
    `Mean of ${repeats} on ${formatCount(data.test)} test examples; bands are 95 % intervals over the repeats. ` +
    (fullPool
      ? `The full pool of ${formatCount(fullPool.kept)} labels leaves ${formatPercent(fullPool.error.mean, 2)} ` +
        `(${formatPercentRange(fullPool.error, 2)}) wrong.`
      : '')
  );
}
