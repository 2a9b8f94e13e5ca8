import { SPLITS, type ProjectView, type Split } from '@/lib/contracts/project';
import { formatCount } from '../ui/format';
import { Stat, StatList } from '../ui/stat';

const TITLES: Record<Split, string> = { pool: 'Pool', seed: 'Seed', test: 'Test' };

/** How many examples each split has, and how many of them came with a label. */
export function SplitCounts({ project }: { readonly project: ProjectView }) {
  return (
    <StatList>
      {SPLITS.map((split) => {
        const { examples, labeled } = project.splits[split];
        return (
          <Stat
            key={split}
            label={TITLES[split]}
            value={formatCount(examples)}
            unit={examples === 1 ? 'example' : 'examples'}
            hint={`${formatCount(labeled)} with a label from file`}
          />
        );
      })}
      <Stat label="Classes" value={formatCount(project.classCount)} />
    </StatList>
  );
}
