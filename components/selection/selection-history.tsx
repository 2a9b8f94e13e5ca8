'use client';

import Link from 'next/link';
import { useQuery } from '@tanstack/react-query';
import type { Modality } from '@/lib/contracts/project';
import type { SelectionView } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { ExportMenu } from '../files/export-menu';
import { DataTable, type Column } from '../ui/data-table';
import { ErrorNote } from '../ui/error-note';
import { formatCount, formatMoment } from '../ui/format';
import { Section } from '../ui/section';
import { SkeletonRows } from '../ui/skeleton';

interface SelectionHistoryProps {
  readonly projectId: string;
  readonly modality: Modality;
}

/** What was chosen before: the batch it became, and its rows with probabilities and weights to download. */
export function SelectionHistory({ projectId, modality }: SelectionHistoryProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.selections.list.queryOptions({ projectId }));
  if (query.data?.length === 0) return null;
  return (
    <Section
      title="Selections so far"
      description="Each can be made again from its scheme, parameters and seed."
    >
      {query.error ? (
        <ErrorNote error={query.error} />
      ) : query.data ? (
        <DataTable
          name="selections"
          caption="Selections"
          columns={columnsOf(projectId, modality)}
          rows={query.data}
          rowKey={({ id }) => id}
          filterText={({ schemeTitle, scoreName }) => `${schemeTitle} ${scoreName ?? ''}`}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Section>
  );
}

function columnsOf(projectId: string, modality: Modality): readonly Column<SelectionView>[] {
  return [
    {
      id: 'created',
      header: 'Made',
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <span className="whitespace-nowrap">{formatMoment(createdAt)}</span>,
    },
    {
      id: 'scheme',
      header: 'Scheme',
      sortBy: ({ schemeTitle }) => schemeTitle,
      cell: ({ schemeTitle, parameters }) => (
        <>
          <span className="font-medium">{schemeTitle}</span>
          <span className="block text-sm text-ink-soft">{describeParameters(parameters)}</span>
        </>
      ),
    },
    {
      id: 'score',
      header: 'Score',
      sortBy: ({ scoreName }) => scoreName,
      cell: ({ scoreName }) => scoreName ?? '–',
    },
    {
      id: 'budget',
      header: 'Examples',
      align: 'end',
      sortBy: ({ budget }) => budget,
      cell: ({ budget }) => formatCount(budget),
    },
    {
      id: 'seed',
      header: 'Seed',
      align: 'end',
      sortBy: ({ seed }) => seed,
      cell: ({ seed }) => String(seed),
    },
    {
      id: 'batch',
      header: 'Batch',
      cell: ({ batchId }) =>
        batchId ? (
          <Link href={`/projects/${projectId}/labeling/${batchId}`} className="text-accent hover:underline">
            Labeling
          </Link>
        ) : (
          <span className="text-ink-faint">not sent</span>
        ),
    },
    {
      id: 'export',
      header: 'Export',
      cell: ({ id, schemeTitle, createdAt }) => (
        <ExportMenu
          projectId={projectId}
          modality={modality}
          scope={{ selection: id }}
          label={`Export the selection by ${schemeTitle} of ${formatMoment(createdAt)}`}
          compact
          also={{
            href: `/api/projects/${projectId}/selections/${id}/selection.csv`,
            title: 'Rows, probabilities and weights only (CSV)',
          }}
        />
      ),
    },
  ];
}

function describeParameters(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
