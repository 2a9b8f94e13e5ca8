import { SPLITS, type ProjectView, type Split } from '@/lib/contracts/project';
import { formatCount } from '../ui/format';

const TITLES: Record<Split, string> = { pool: 'Pool', seed: 'Seed', test: 'Test' };

/** How many examples each split has, and how many of them came with a label; small, the images are the matter here. */
export function SplitCounts({ project }: { readonly project: ProjectView }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {SPLITS.map((split) => {
        const { examples, labeled } = project.splits[split];
        return (
          <div key={split}>
            <dt className="text-sm text-ink-soft">{TITLES[split]}</dt>
            <dd className="text-lg font-semibold">
              {formatCount(examples)}
              {examples > 0 && (
                <span className="ml-1.5 text-sm font-normal text-ink-faint max-sm:hidden">
                  {labeled === examples ? 'all' : labeled === 0 ? 'none' : formatCount(labeled)} labeled in
                  the file
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
