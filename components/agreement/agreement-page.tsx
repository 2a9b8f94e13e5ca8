'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Page, PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { Tabs } from '../ui/tabs';
import { useUrlState } from '../ui/use-url-state';
import { AgreementNumbers } from './agreement-numbers';
import { ReviewQueue } from './review-queue';

const DESCRIPTION =
  'Whether several people say the same of the same example, what their answers amount to, and what should be looked at again.';

export function AgreementPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const project = useProject(projectId);
  const report = useQuery(trpc.agreement.report.queryOptions({ projectId }));
  const queue = useQuery(trpc.agreement.queue.queryOptions({ projectId, limit: 1 }));
  const error = report.error ?? queue.error ?? project.error;
  const { classes } = project.data ?? {};
  return (
    <Page>
      <PageHeader title="Agreement" description={DESCRIPTION} />
      {error ? <ErrorNote error={error} /> : null}
      {!error && !(report.data && queue.data && classes) && <Skeleton className="h-112" />}
      {report.data && queue.data && classes ? (
        report.data.votes === 0 ? (
          <EmptyState title="No answers yet">
            Agreement is measured once people have labeled. Let some examples be answered by more than one
            person (<em>Annotators per example</em> in the settings of the page Labeling): without that,
            nobody can tell how far labels can be trusted.
          </EmptyState>
        ) : (
          <Tabs
            label="Agreement"
            value={url.get('view') === 'review' ? 'review' : 'numbers'}
            onValueChange={(view) => url.set({ view: view === 'review' ? view : null })}
            tabs={[
              {
                value: 'numbers',
                label: 'How far people agree',
                content: <AgreementNumbers projectId={projectId} classes={classes} report={report.data} />,
              },
              {
                value: 'review',
                label: `Review queue (${formatCount(queue.data.open)})`,
                content: <ReviewQueue projectId={projectId} classes={classes} />,
              },
            ]}
          />
        )
      ) : null}
    </Page>
  );
}
