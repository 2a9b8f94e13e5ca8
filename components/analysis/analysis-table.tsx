'use client';

import type { AnalysisView } from '@/lib/contracts/analysis';
import { WorkBadge } from '../surrogate/work-badge';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment } from '../ui/format';

interface AnalysisTableProps {
  readonly analyses: readonly AnalysisView[];
  /** id of the analysis that the page shows */
  readonly shown: string | null;
  readonly onShow: (analysisId: string) => void;
}

export function AnalysisTable({ analyses, shown, onShow }: AnalysisTableProps) {
  const columns: readonly Column<AnalysisView>[] = [
    {
      id: 'name',
      header: 'Analysis',
      sortBy: ({ name }) => name,
      cell: ({ name, state }) => (
        <span className="flex items-center gap-2">
          <span className="font-medium">{name}</span>
          <WorkBadge state={state} />
        </span>
      ),
    },
    { id: 'models', header: 'Models', cell: ({ configuration }) => configuration.models.join(', ') },
    {
      id: 'epochs',
      header: 'Epochs',
      align: 'end',
      sortBy: ({ configuration }) => configuration.epochs,
      cell: ({ configuration }) => formatCount(configuration.epochs),
    },
    {
      id: 'started',
      header: 'Started',
      align: 'end',
      sortBy: ({ createdAt }) => Number(createdAt),
      cell: ({ createdAt }) => <span className="whitespace-nowrap">{formatMoment(createdAt)}</span>,
    },
    {
      id: 'show',
      header: 'Result',
      align: 'end',
      cell: ({ id, name, state }) =>
        state === 'done' && (
          <Button size="small" aria-pressed={shown === id} onClick={() => onShow(id)}>
            {shown === id ? 'Shown' : 'Show'}
            <span className="sr-only">: {name}</span>
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      name="analyses"
      caption="Analyses"
      columns={columns}
      rows={analyses}
      rowKey={({ id }) => id}
      filterText={({ name }) => name}
      isCurrent={({ id }) => id === shown}
    />
  );
}
