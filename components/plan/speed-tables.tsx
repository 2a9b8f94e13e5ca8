'use client';

import type { AnnotationSpeed, SpeedRow } from '@/lib/contracts/plan';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatDuration, formatQuantity } from '../ui/format';

/** Median seconds an answer, by class and by annotator, and the rule by which breaks are left out. */
export function SpeedTables({ speed }: { readonly speed: AnnotationSpeed }) {
  const { timed, breaks, breakSeconds, median, mean, byClass, byAnnotator } = speed;
  if (median === null) {
    return (
      <p className="max-w-[78ch] text-ink-soft">
        No answer was timed yet, so there are no hours. Answers that are given in Winnow are.
      </p>
    );
  }
  return (
    <>
      <p className="mb-4 max-w-[78ch]">
        The median of {formatQuantity(timed - breaks, 'timed answer')} is {formatDuration(median)} (mean{' '}
        {formatDuration(mean)}).{' '}
        <span className="text-ink-soft">
          Left out as breaks: {formatQuantity(breaks, 'answer')} of more than {formatDuration(breakSeconds)}{' '}
          (two minutes, or ten times the median where that is longer).
        </span>
      </p>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <SpeedTable name="speed-class" header="Class" rows={byClass} />
        <SpeedTable name="speed-annotator" header="Annotator" rows={byAnnotator} />
      </div>
    </>
  );
}

interface SpeedTableProps {
  readonly name: string;
  readonly header: string;
  readonly rows: readonly SpeedRow[];
}

function SpeedTable({ name, header, rows }: SpeedTableProps) {
  const columns: readonly Column<SpeedRow>[] = [
    { id: 'name', header, sortBy: (row) => row.name, cell: (row) => row.name },
    {
      id: 'seconds',
      header: 'Median',
      align: 'end',
      sortBy: (row) => row.medianSeconds,
      cell: (row) => <span className="whitespace-nowrap">{formatDuration(row.medianSeconds)}</span>,
    },
    {
      id: 'answers',
      header: 'Answers',
      align: 'end',
      sortBy: (row) => row.answers,
      cell: (row) => formatCount(row.answers),
    },
  ];
  return (
    <div className="max-h-112 overflow-y-auto" tabIndex={0} role="region" aria-label={`Seconds by ${header}`}>
      <DataTable
        name={name}
        caption={`Seconds an answer by ${header.toLowerCase()}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.name}
      />
    </div>
  );
}
