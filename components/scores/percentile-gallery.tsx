import type { ExampleView } from '@/lib/contracts/example';
import { tileColumns } from '../pool/example-tile';
import { formatNumber } from '../ui/format';
import { ExampleFigure } from './example-figure';

interface PercentileGroup {
  readonly percentile: number;
  readonly score: number;
  readonly examples: readonly ExampleView[];
}

interface PercentileGalleryProps {
  readonly projectId: string;
  readonly groups: readonly PercentileGroup[];
  readonly classes: readonly string[];
}

/** What examples look like along a score: a row of them at each percentile. */
export function PercentileGallery({ projectId, groups, classes }: PercentileGalleryProps) {
  return (
    <div className="flex flex-col gap-6">
      {groups.map(({ percentile, score, examples }) => (
        <section key={percentile} aria-label={`${ordinal(percentile)} percentile`}>
          <h3 className="mb-2 flex items-baseline gap-2 font-medium">
            {ordinal(percentile)} percentile
            <span className="text-sm font-normal text-ink-soft">score {formatNumber(score)}</span>
          </h3>
          <div className={tileColumns(examples, 'grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6')}>
            {examples.map((example) => (
              <ExampleFigure key={example.row} projectId={projectId} example={example} classes={classes} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** 99 → "99th", 51 → "51st" */
function ordinal(number: number): string {
  const tens = number % 100;
  if (tens > 10 && tens < 14) return `${number}th`;
  return `${number}${['th', 'st', 'nd', 'rd'][number % 10] ?? 'th'}`;
}
