import type { ModelMetrics } from '@/lib/contracts/model';
import { formatCount, formatDuration, formatNumber, formatPercent, formatPercentRange } from '../ui/format';
import { Stat, StatList } from '../ui/stat';

/** The head numbers of a trained model. */
export function SurrogateStats({ metrics }: { readonly metrics: ModelMetrics }) {
  const { test, engine } = metrics;
  return (
    <StatList>
      <Stat
        label="Test error"
        value={test ? formatPercent(test.error.mean) : '–'}
        interval={test ? `${formatPercentRange(test.error)} (95 %)` : 'no labeled test split'}
        hint={test && `of ${formatCount(test.examples)} test examples`}
      />
      <Stat
        label="Log-loss"
        value={test ? formatNumber(test.logLoss) : '–'}
        unit="nats"
        hint="on the test split"
      />
      <Stat
        label="Calibration error"
        value={test ? formatPercent(test.calibration.expectedCalibrationError) : '–'}
        hint="expected, over equal-width bins"
      />
      <Stat label="Training labels" value={formatCount(metrics.trainingLabels)} />
      {metrics.ridge === null ? (
        <Stat label="Regularization" value={<span className="text-base">{metrics.ridgeFrom}</span>} />
      ) : (
        <Stat label="Ridge" value={formatNumber(metrics.ridge)} hint={metrics.ridgeFrom} />
      )}
      <Stat
        label="Trained in"
        value={formatDuration(metrics.seconds)}
        hint={`${formatCount(metrics.iterations)} ${metrics.ridge === null ? 'epochs' : 'iterations'}`}
      />
      {engine && (
        <Stat
          label="Engine"
          value={<span className="text-base">{engine.title}</span>}
          hint={`${engine.version}, ${engine.device.toUpperCase()}, ${formatCount(engine.threads)} threads`}
        />
      )}
    </StatList>
  );
}
