'use client';

import { useQuery } from '@tanstack/react-query';
import type { FleetView } from '@/lib/contracts/fleet';
import { useTRPC } from '../api/client';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatQuantity } from '../ui/format';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';
import { Stat, StatList } from '../ui/stat';
import { FleetJobs } from './fleet-jobs';
import { FleetWorkers } from './fleet-workers';

const REFRESH_MS = 3000;

/** Every worker and all work, for whoever runs this Winnow. */
export function FleetPage() {
  const trpc = useTRPC();
  const { data: fleet, error } = useQuery(
    trpc.fleet.view.queryOptions(undefined, { refetchInterval: REFRESH_MS, retry: false }),
  );
  return (
    <Page>
      <PageHeader
        title="Workers"
        description="The processes that do long work, on whichever hosts they run, and what waits for them. Renewed every three seconds."
      />
      {error && !fleet ? <ErrorNote error={error} /> : null}
      {!fleet && !error && <SkeletonRows rows={3} className="h-32" />}
      {fleet && (
        <>
          <Throughput fleet={fleet} />
          <FleetWorkers workers={fleet.workers} />
          <FleetJobs jobs={fleet.jobs} />
        </>
      )}
    </Page>
  );
}

const LANES: Readonly<Record<string, string>> = {
  light: 'Light work',
  heavy: 'Heavy work',
  long: 'Long work',
  gpu: 'For a GPU',
};

function Throughput({ fleet: { lanes, hour } }: { readonly fleet: FleetView }) {
  return (
    <Section
      title="Queue and last hour"
      description="Jobs that wait in each lane, and what ended in 60 minutes."
    >
      <StatList>
        {lanes.map(({ lane, waiting, running }) => (
          <Stat
            key={lane}
            label={LANES[lane] ?? lane}
            value={formatCount(waiting)}
            unit="waiting"
            hint={`${formatCount(running)} running`}
          />
        ))}
        <Stat
          label="Done"
          value={formatCount(hour.jobs)}
          unit="jobs"
          hint={formatQuantity(hour.parts, 'part')}
        />
        <Stat
          label="Failed"
          value={formatCount(hour.failed)}
          unit="jobs"
          hint={formatQuantity(hour.retried, 'retry', 'retries')}
        />
      </StatList>
    </Section>
  );
}
