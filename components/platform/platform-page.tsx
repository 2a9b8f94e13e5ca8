'use client';

import { useQuery } from '@tanstack/react-query';
import type { PlatformConnectionView } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { ClassMappingSection } from './class-mapping-section';
import { ConnectForm } from './connect-form';
import { ConnectionSection } from './connection-section';
import { ListeningSection } from './listening-section';
import { ModelSection } from './model-section';
import { PullSection } from './pull-section';
import { PushSection } from './push-section';

const DESCRIPTION =
  'Work with the labeling platform that the team already uses: its tasks become the pool, its answers labels, and what is selected here is what its annotators see next.';

export function PlatformPage({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const { data: project } = useProject(projectId);
  const isOwner = useMay(projectId, 'owner');
  const connection = useQuery(trpc.platforms.get.queryOptions({ projectId }));
  const platforms = useQuery(trpc.platforms.registry.queryOptions({ projectId }));
  const error = connection.error ?? platforms.error;
  const loaded = connection.data !== undefined && platforms.data && project;
  return (
    <Page>
      <PageHeader title="Platform" description={DESCRIPTION} />
      {error && !loaded ? <ErrorNote error={error} /> : null}
      {!loaded && !error && <Skeleton className="h-72" />}
      {loaded && connection.data && <Connected projectId={projectId} connection={connection.data} />}
      {loaded && !connection.data && (
        <Section
          title="Connect a project"
          description="Winnow tests the address first; nothing is written there or here before you say so."
          className="max-w-3xl"
        >
          {isOwner ? (
            <ConnectForm projectId={projectId} modality={project.modality} platforms={platforms.data} />
          ) : (
            <p className="text-ink-soft">Only owners of this project can connect it.</p>
          )}
        </Section>
      )}
    </Page>
  );
}

interface ConnectedProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
}

/** In the order in which one does it the first time. */
function Connected({ projectId, connection }: ConnectedProps) {
  const trpc = useTRPC();
  const mapping = useQuery(trpc.platforms.classes.queryOptions({ projectId }, { retry: false }));
  return (
    <>
      <ConnectionSection projectId={projectId} connection={connection} />
      {mapping.error && !mapping.data ? <ErrorNote error={mapping.error} /> : null}
      {!mapping.data && !mapping.error && <Skeleton className="h-48" />}
      {mapping.data && (
        <>
          <ClassMappingSection
            // What is entered begins anew where the choices there have changed.
            key={JSON.stringify(mapping.data)}
            projectId={projectId}
            title={connection.platform.title}
            mapping={mapping.data}
          />
          <PullSection projectId={projectId} connection={connection} mayStart={mapping.data.confirmed} />
          <PushSection projectId={projectId} connection={connection} mayStart={mapping.data.confirmed} />
          <ListeningSection projectId={projectId} connection={connection} />
          {connection.platform.modelHint !== null && (
            <ModelSection projectId={projectId} connection={connection} />
          )}
        </>
      )}
    </>
  );
}
