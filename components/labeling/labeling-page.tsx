'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Plus, Settings2, Tags } from 'lucide-react';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { useProject } from '../projects/use-project';
import { stagePath } from '../shell/stages';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { SkeletonRows } from '../ui/skeleton';
import { AnnotationSettingsDialog } from './annotation-settings-dialog';
import { BatchTable } from './batch-table';
import { MissingClasses } from './missing-classes';
import { OwnNumbers } from './own-numbers';
import { SeedBatchDialog } from './seed-batch-dialog';

const DESCRIPTION =
  'Batches of examples to label: seed labels for the first surrogate, then what was selected.';

export function LabelingPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data: project } = useProject(projectId);
  const { data: batches, error } = useQuery(
    trpc.annotations.batches.queryOptions(
      { projectId },
      // Others answer too, here and on a labeling platform.
      { refetchInterval: ({ state }) => (state.data?.some(({ open }) => open > 0) ? 5_000 : false) },
    ),
  );
  const [creating, setCreating] = useState(false);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const leads = useMay(projectId, 'lead');
  const labels = useMay(projectId, 'annotator');
  const openBatch = batches?.find((batch) => batch.open > 0 && !batch.pausedAt && !batch.abandonedAt);
  const canStart = project !== undefined && project.exampleCount > 0;

  const newSeedBatch = (
    <Button
      variant={openBatch ? 'secondary' : 'primary'}
      icon={<Plus aria-hidden />}
      disabled={!canStart}
      onClick={() => setCreating(true)}
    >
      New seed batch
    </Button>
  );
  const settings = (
    <Button icon={<Settings2 aria-hidden />} onClick={() => setSettingsOpen(true)}>
      Annotation settings
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Labeling"
        description={DESCRIPTION}
        action={
          batches &&
          batches.length > 0 && (
            <>
              {leads && settings}
              {leads && newSeedBatch}
              {labels && openBatch && (
                <ButtonLink
                  variant="primary"
                  icon={<Tags aria-hidden />}
                  href={`${stagePath(projectId, 'labeling')}/${openBatch.id}`}
                >
                  Go on labeling
                </ButtonLink>
              )}
            </>
          )
        }
      />
      <MissingClasses projectId={projectId} />
      {error && !batches ? <ErrorNote error={error} /> : null}
      {!batches && !error && <SkeletonRows rows={3} className="h-14" />}
      {batches?.length === 0 && (
        <EmptyState
          title="No batch yet"
          action={
            !leads ? undefined : canStart ? (
              <span className="flex flex-wrap justify-center gap-2">
                {settings}
                {newSeedBatch}
              </span>
            ) : (
              <ButtonLink variant="primary" href={stagePath(projectId, 'pool')}>
                Fill the pool
              </ButtonLink>
            )
          }
        >
          {!leads
            ? 'Nothing is to be labeled yet. A lead hands out the first batch; it appears here.'
            : canStart
              ? 'Start with some seed labels for the first surrogate. Batches from a selection appear here too.'
              : 'There is nothing to label before the pool has examples.'}
        </EmptyState>
      )}
      {project && batches && batches.length > 0 && <BatchTable project={project} batches={batches} />}
      {labels && <OwnNumbers projectId={projectId} />}
      {project && leads && (
        <AnnotationSettingsDialog
          project={project}
          open={settingsOpen}
          onClose={() => setSettingsOpen(false)}
        />
      )}
      <SeedBatchDialog projectId={projectId} open={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}
