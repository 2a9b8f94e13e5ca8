'use client';

import Link from 'next/link';
import type { Strategy, StudyView } from '@/lib/contracts/study';
import { WorkBadge } from '../surrogate/work-badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment } from '../ui/format';

interface StudyTableProps {
  readonly projectId: string;
  readonly studies: readonly StudyView[];
}

export function StudyTable({ projectId, studies }: StudyTableProps) {
  return (
    <DataTable
      name="studies"
      caption="Studies"
      columns={columnsOf(projectId)}
      rows={studies}
      rowKey={({ id }) => id}
      filterText={({ name }) => name}
    />
  );
}

function strategyName(strategy: Strategy): string {
  return typeof strategy === 'string'
    ? strategy
    : [strategy.name, strategy.exponent].filter(Boolean).join(' ');
}

function columnsOf(projectId: string): readonly Column<StudyView>[] {
  return [
    {
      id: 'name',
      header: 'Study',
      sortBy: ({ name }) => name,
      cell: ({ id, name, state }) => (
        <span className="flex items-center gap-2">
          <Link
            href={`/projects/${projectId}/report/${id}`}
            className="font-medium text-accent hover:underline"
          >
            {name}
          </Link>
          <WorkBadge state={state} />
        </span>
      ),
    },
    {
      id: 'surrogates',
      header: 'Surrogates',
      cell: ({ configuration }) => configuration.surrogates.map(({ name }) => name).join(', '),
    },
    {
      id: 'strategies',
      header: 'Schemes',
      cell: ({ configuration }) => (
        <span className="block min-w-48 text-sm text-ink-soft">
          {configuration.strategies.map(strategyName).join(', ')}
        </span>
      ),
    },
    {
      id: 'fractions',
      header: 'Fractions',
      align: 'end',
      sortBy: ({ configuration }) => configuration.fractions.length,
      cell: ({ configuration }) => formatCount(configuration.fractions.length),
    },
    {
      id: 'repeats',
      header: 'Repeats',
      align: 'end',
      sortBy: ({ configuration }) => configuration.repeats,
      cell: ({ configuration }) => formatCount(configuration.repeats),
    },
    {
      id: 'finished',
      header: 'Finished',
      align: 'end',
      sortBy: ({ finishedAt }) => finishedAt,
      cell: ({ finishedAt }) => (
        <span className="text-sm whitespace-nowrap text-ink-soft">
          {finishedAt ? formatMoment(finishedAt) : '–'}
        </span>
      ),
    },
  ];
}
