'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { CostForm } from './cost-form';
import { SpeedTables } from './speed-tables';

/** Prices, which people name, and seconds, which are measured. */
export function CostSection({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const project = useProject(projectId);
  const speed = useQuery(trpc.plans.speed.queryOptions({ projectId }));
  const error = project.error ?? speed.error;
  return (
    <Section title="Prices and times" description="Prices are yours to name; times are measured.">
      {error ? <ErrorNote error={error} /> : null}
      {project.data && <CostForm key={projectId} project={project.data} />}
      {speed.data && <SpeedTables speed={speed.data} />}
      {!error && (!project.data || !speed.data) && <SkeletonRows rows={3} className="h-12" />}
    </Section>
  );
}
