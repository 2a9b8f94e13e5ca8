'use client';

import { OnlyFor } from '../projects/only-for';
import { useProject } from '../projects/use-project';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { formatCount } from '../ui/format';

/** Why there is no curve yet, and what leads to one. */
export function NoStudy({ projectId }: { readonly projectId: string }) {
  const project = useProject(projectId);
  const splits = project.data?.splits;
  if (splits && (splits.pool.labeled === 0 || splits.test.labeled === 0)) {
    const missing = splits.pool.labeled === 0 ? 'pool' : 'test split';
    return (
      <EmptyState
        title="A study needs known labels"
        action={
          <OnlyFor projectId={projectId} access="lead">
            <ButtonLink variant="primary" href={`/projects/${projectId}/pool`}>
              Add labeled examples
            </ButtonLink>
          </OnlyFor>
        }
      >
        It simulates labeling where all labels are known already, but no example of the {missing} has a label
        from its file. Live rounds need none: see the curve under Rounds.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Does selection beat random on this data?"
      action={
        <OnlyFor projectId={projectId} access="lead">
          <ButtonLink variant="primary" href={`/projects/${projectId}/report/new`}>
            Start a study
          </ButtonLink>
        </OnlyFor>
      }
    >
      A study simulates every scheme at every fraction, several times
      {splits ? `, on the ${formatCount(splits.pool.labeled)} pool examples whose labels are known` : ''}.
    </EmptyState>
  );
}
