import Link from 'next/link';
import type { FleetJob } from '@/lib/contracts/fleet';
import { WorkStateBadge } from '../jobs/work-state-badge';
import { EmptyState } from '../ui/empty-state';
import { formatCount, formatMoment, formatQuantity } from '../ui/format';
import { Section } from '../ui/section';
import { kindTitle } from './kind-title';

export function FleetJobs({ jobs }: { readonly jobs: readonly FleetJob[] }) {
  return (
    <Section title="Jobs" description="What runs, where and since when; then what waits, the oldest first.">
      {jobs.length === 0 ? (
        <EmptyState title="Nothing to do">
          <p>No job runs and none waits.</p>
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {jobs.map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function JobItem({ job }: { readonly job: FleetJob }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0 md:grid-cols-[minmax(0,3fr)_minmax(0,4fr)]">
      <div className="min-w-0">
        <p className="font-medium">
          {kindTitle(job.kind)} <WorkStateBadge state={job.state} />
        </p>
        <p className="text-sm break-words text-ink-soft">
          <Link href={`/projects/${job.projectId}`} className="underline">
            {job.projectName}
          </Link>
        </p>
      </div>
      <div className="min-w-0">
        <p className="break-all">{place(job)}</p>
        <p className="text-sm text-ink-soft">{facts(job).join(', ')}</p>
      </div>
    </li>
  );
}

function place({ host, since, createdAt }: FleetJob): string {
  if (host && since) return `On ${host} since ${formatMoment(since)}`;
  return `Waits since ${formatMoment(createdAt)}`;
}

function facts({ lane, done, total, unit, parts, partsDone, retries }: FleetJob): string[] {
  const amount = total === null ? [] : [`${formatCount(done)} of ${formatCount(total)} ${unit}`];
  const shared = parts === 0 ? [] : [`${formatCount(partsDone)} of ${formatQuantity(parts, 'part')} done`];
  const again = retries === 0 ? [] : [formatQuantity(retries, 'retry', 'retries')];
  return [`Lane ${lane}`, ...amount, ...shared, ...again];
}
