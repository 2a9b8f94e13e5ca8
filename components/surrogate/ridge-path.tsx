import type { ModelMetrics } from '@/lib/contracts/model';
import { classNames } from '../ui/class-names';
import { formatNumber } from '../ui/format';
import { Section } from '../ui/section';

/** The cross-validated log-loss of every ridge that was tried, and which one was taken. */
export function RidgePath({ metrics }: { readonly metrics: ModelMetrics }) {
  const path = [...metrics.ridgePath].sort((left, right) => left.ridge - right.ridge);
  if (metrics.ridge === null) return null;
  if (path.length === 0) {
    return (
      <Section title="Ridge">
        <p className="text-ink-soft">
          {formatNumber(metrics.ridge)}, {metrics.ridgeFrom}: nothing was searched.
        </p>
      </Section>
    );
  }
  const worst = Math.max(...path.map(({ logLoss }) => logLoss));
  return (
    <Section
      title="Ridge path"
      description={`${metrics.ridgeFrom}. A lower log-loss on held-out labels is better.`}
    >
      <table className="w-full text-left">
        <caption className="sr-only">Log-loss of each ridge tried</caption>
        <thead>
          <tr className="border-b border-line-strong/60 text-sm text-ink-soft">
            <th scope="col" className="px-2.5 py-1.5 text-right font-medium">
              Ridge
            </th>
            <th scope="col" className="px-2.5 py-1.5 text-right font-medium whitespace-nowrap">
              Log-loss
            </th>
            <th scope="col" className="w-full px-2.5 py-1.5">
              <span className="sr-only">Bar and choice</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {path.map(({ ridge, logLoss }) => {
            const chosen = ridge === metrics.ridge;
            return (
              <tr
                key={ridge}
                className={classNames('border-b border-line last:border-0', chosen && 'bg-accent-soft')}
              >
                <th scope="row" className="px-2.5 py-1.5 text-right font-normal whitespace-nowrap">
                  {formatNumber(ridge)}
                </th>
                <td className="px-2.5 py-1.5 text-right">{logLoss.toFixed(4)}</td>
                <td className="px-2.5 py-1.5">
                  <span className="flex items-center gap-2">
                    <span
                      className={classNames('h-2 rounded-full', chosen ? 'bg-accent' : 'bg-line-strong')}
                      style={{ width: `${(logLoss / worst) * 70}%` }}
                    />
                    {chosen && <span className="text-sm font-medium text-accent-strong">taken</span>}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
