'use client';

import { useMay } from '../projects/use-may';
import { useProject } from '../projects/use-project';
import { ButtonLink } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { SkeletonRows } from '../ui/skeleton';
import { DeliverySection } from './delivery-section';
import { KeySection } from './key-section';
import { WebhookSection } from './webhook-section';

const DESCRIPTION = 'For programs: keys that let them in, and addresses that are told what happens.';

export function AccessPage({ projectId }: { readonly projectId: string }) {
  const { data: project, error } = useProject(projectId);
  const isOwner = useMay(projectId, 'owner');
  return (
    <Page>
      <PageHeader
        title="API"
        description={DESCRIPTION}
        action={<ButtonLink href="/api/docs">Documentation</ButtonLink>}
      />
      {error && !project ? <ErrorNote error={error} /> : null}
      {!project && !error && <SkeletonRows rows={3} className="h-32" />}
      {project && (
        <>
          <KeySection projectId={projectId} isOwner={isOwner} />
          <WebhookSection projectId={projectId} isOwner={isOwner} />
          <DeliverySection projectId={projectId} isOwner={isOwner} />
        </>
      )}
    </Page>
  );
}
