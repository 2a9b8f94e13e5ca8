import type { SyntheticReport } from '@/lib/contracts/synthetic';
import { nameOf } from '@/lib/synthetic/describe-theory';
import { formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';
import { Stat, StatList } from '../ui/stat';

interface SettingStatsProps {
  readonly report: SyntheticReport;
  readonly fraction: number;
}

/** The errors at the fraction that the page looks at. */
export function SettingStats({ report, fraction }: SettingStatsProps) {
  const cells = report.cells.filter((cell) => cell.fraction === fraction);
  const [fullPool] = report.fullPool;
  const [bayes] = report.bayes;
  return (
    <Section
      title={`Misclassification with ${formatPercent(fraction, 0)} kept`}
      description="By the theory; below it what the simulated pools gave, with the 95 % interval of their mean."
    >
      <StatList>
        {cells.map(({ exponent, theory, error }) => (
          <Stat
            key={exponent}
            label={capitalized(nameOf(exponent))}
            value={formatPercent(theory)}
            interval={error ? `${formatPercent(error.mean)} (${formatPercentRange(error)})` : undefined}
          />
        ))}
        {fullPool && (
          <Stat
            label="All of the pool"
            value={formatPercent(fullPool.theory)}
            interval={
              fullPool.error
                ? `${formatPercent(fullPool.error.mean)} (${formatPercentRange(fullPool.error)})`
                : undefined
            }
            hint="at the same ridge; one of its own may bring it lower"
          />
        )}
        {bayes && <Stat label="Best possible" value={formatPercent(bayes.error)} hint="label noise alone" />}
      </StatList>
    </Section>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
