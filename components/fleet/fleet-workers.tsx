import { CircleCheck, CircleOff, TriangleAlert } from 'lucide-react';
import type { FleetWorker } from '@/lib/contracts/fleet';
import { Badge } from '../ui/badge';
import { EmptyState } from '../ui/empty-state';
import { formatBytes, formatMoment, formatQuantity } from '../ui/format';
import { Section } from '../ui/section';
import { kindTitle } from './kind-title';

export function FleetWorkers({ workers }: { readonly workers: readonly FleetWorker[] }) {
  const living = workers.filter(({ state }) => state === 'living').length;
  return (
    <Section title="Workers" description={`${formatQuantity(living, 'worker')} at work or waiting for some.`}>
      {workers.length === 0 ? (
        <EmptyState title="No worker">
          <p>
            Nothing was heard of any worker in the last hour, so no job is done. Start one on any host that
            reaches database and blobs: <code>winnow worker</code>.
          </p>
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {workers.map((worker) => (
            <WorkerItem key={worker.name} worker={worker} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function WorkerItem({ worker }: { readonly worker: FleetWorker }) {
  const { host, name, cores, memoryBytes, engine, device, version } = worker;
  const process = name.split(':')[1] ?? '';
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0 md:grid-cols-[minmax(0,3fr)_minmax(0,4fr)]">
      <div className="min-w-0">
        <p className="font-medium break-all">
          {host} <StateBadge state={worker.state} />
        </p>
        <p className="text-sm text-ink-soft">
          Process {process}, version {version}, since {formatMoment(worker.startedAt)}
        </p>
      </div>
      <div className="min-w-0">
        <p>{doing(worker)}</p>
        <p className="text-sm text-ink-soft">
          {formatQuantity(cores, 'core')}, {formatBytes(memoryBytes)}, {engine} on {device.toUpperCase()}; did{' '}
          {formatQuantity(worker.jobsDone, 'job')} and {formatQuantity(worker.partsDone, 'part')},{' '}
          {formatQuantity(worker.failures, 'failure')}
        </p>
      </div>
    </li>
  );
}

function StateBadge({ state }: Pick<FleetWorker, 'state'>) {
  switch (state) {
    case 'living':
      return (
        <Badge tone="positive" icon={<CircleCheck aria-hidden />}>
          Living
        </Badge>
      );
    case 'silent':
      return (
        <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
          Silent
        </Badge>
      );
    case 'stopped':
      return <Badge icon={<CircleOff aria-hidden />}>Stopped</Badge>;
  }
}

function doing({ state, jobs, parts, heartbeatAt }: FleetWorker): string {
  if (state !== 'living') return `Last heard of ${formatMoment(heartbeatAt)}`;
  const work = [...jobs.map(kindTitle), ...(parts > 0 ? [formatQuantity(parts, 'part')] : [])];
  return work.length > 0 ? work.join(', ') : 'Waits for work';
}
