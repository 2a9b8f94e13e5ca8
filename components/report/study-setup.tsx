import type { StudyReport } from '@/lib/contracts/study-report';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPercentRange,
  formatQuantity,
} from '../ui/format';
import { Section } from '../ui/section';

/** How the study was made: all that is needed to make it again. */
export function StudySetup({ report }: { readonly report: StudyReport }) {
  const { data, config, engine, surrogates, fullPool } = report;
  const facts: readonly (readonly [string, string])[] = [
    [
      'Pool',
      `${formatQuantity(data.pool, 'labeled example')}, ${formatQuantity(data.dimension, 'feature')} each`,
    ],
    ['Classes', formatCount(data.classes)],
    ['Test split', formatQuantity(data.test, 'example')],
    ...surrogates.map(
      ({ name, labels, error, measuredOn }) =>
        [
          `Surrogate “${name}”`,
          `${formatQuantity(labels, 'label')}; by itself ${formatPercent(error.mean, 2)} wrong ${measuredOn === 'pool' ? 'on the pool ' : ''}(${formatPercentRange(error, 2)})`,
        ] as const,
    ),
    ['Final model', describeFinalModel(config)],
    ...(fullPool
      ? [
          [
            'Full pool',
            `${formatQuantity(fullPool.kept, 'label')}: ${formatPercent(fullPool.error.mean, 2)} wrong (${formatPercentRange(fullPool.error, 2)})` +
              (fullPool.tuned ? ', at its own tuned ridge' : '') +
              (fullPool.converged ? '' : '; not every fit converged'),
          ] as const,
        ]
      : []),
    ...(report.validation > 0
      ? [
          [
            'Validation',
            `${formatQuantity(report.validation, 'label')} to choose ridge and exponent on`,
          ] as const,
        ]
      : []),
    ['Repeats', `${formatCount(config.repeats)}, from random seed ${config.seed}`],
    [
      'Surrogate’s labels',
      config.seedLabelsCount
        ? 'are paid from the budget and train the final model too'
        : 'leave the pool and are not counted in the budget',
    ],
    [
      'Engine',
      `${engine.title} ${engine.version}, ${engine.device.toUpperCase()}, ${formatQuantity(engine.threads, 'thread')}`,
    ],
    ...report.notes.map(({ about, note }) => [about, note] as const),
    ['Took', formatDuration(report.seconds)],
  ];
  return (
    <Section title="How it was made">
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[11rem_1fr]">
        {facts.map(([term, value]) => (
          <div key={term + value} className="contents">
            <dt className="min-w-0 break-words text-ink-soft max-sm:-mb-2">{term}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <details className="mt-4">
        <summary className="w-fit rounded-sm text-sm text-accent hover:underline">
          Configuration (study.json)
        </summary>
        <pre
          tabIndex={0}
          role="region"
          aria-label="Configuration of the study"
          className="mt-2 max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm"
        >
          {JSON.stringify(config, null, 2)}
        </pre>
      </details>
    </Section>
  );
}

function describeFinalModel({ finalModel }: StudyReport['config']): string {
  const { model, ridge, constantRidge, arms } = finalModel;
  if (model !== 'softmax') return typeof model === 'string' ? model : model.name;
  const tuned =
    typeof ridge === 'object'
      ? `chosen of ${ridge.map((value) => formatNumber(value)).join(', ')}`
      : 'searched';
  const constant = typeof ridge === 'number' ? ridge : constantRidge;
  const names = arms ?? [typeof ridge === 'number' ? 'constant' : 'tuned'];
  const words = names.map((arm) =>
    arm === 'tuned' ? `${tuned} on validation labels` : `${formatNumber(constant ?? 0)} for all`,
  );
  return `softmax regression, ridge ${words.join('; and ')}`;
}
