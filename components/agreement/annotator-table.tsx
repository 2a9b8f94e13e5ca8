'use client';

import type { AnnotatorAgreement } from '@/lib/contracts/agreement';
import type { Column } from '../ui/data-table';
import { DataTable } from '../ui/data-table';
import { Badge } from '../ui/badge';
import { formatCount, formatDuration, formatPercent, formatPercentRange } from '../ui/format';
import { FEW_EXAMPLES } from './agreement-words';

/** Of two people nobody can tell who is right. */
const IDENTIFIABLE = 3;
const BY_DAWID_SKENE: ReadonlySet<string> = new Set(['accuracy', 'confusion']);

interface AnnotatorTableProps {
  readonly annotators: readonly AnnotatorAgreement[];
  readonly classes: readonly string[];
}

export function AnnotatorTable({ annotators, classes }: AnnotatorTableProps) {
  const columns: readonly Column<AnnotatorAgreement>[] = [
    {
      id: 'name',
      header: 'Annotator',
      cell: ({ name }) => <span className="font-medium break-words">{name}</span>,
      sortBy: ({ name }) => name,
    },
    {
      id: 'shared',
      header: 'Shared with others',
      align: 'end',
      cell: ({ shared, labeled }) => (
        <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
          {shared < FEW_EXAMPLES && <Badge tone="warning">few</Badge>}
          {formatCount(shared)} of {formatCount(labeled)}
        </span>
      ),
      sortBy: ({ shared }) => shared,
    },
    {
      id: 'others',
      header: 'Says what most others say',
      align: 'end',
      cell: ({ withOthers: { value, low, high } }) =>
        value === null ? (
          '–'
        ) : (
          <span className="whitespace-nowrap">
            {formatPercent(value)}
            {low !== null && high !== null && (
              <span className="block text-sm text-ink-soft">{formatPercentRange({ low, high })}</span>
            )}
          </span>
        ),
      sortBy: ({ withOthers }) => withOthers.value,
    },
    {
      id: 'accuracy',
      header: 'Right, by Dawid–Skene',
      align: 'end',
      cell: ({ accuracy }) => (accuracy === null ? '–' : formatPercent(accuracy)),
      sortBy: ({ accuracy }) => accuracy,
    },
    {
      id: 'confusion',
      header: 'Most often mistaken',
      hideBelow: 'md',
      cell: ({ confusion }) => mistakeOf(confusion, classes),
    },
    {
      id: 'seconds',
      header: 'Median time',
      align: 'end',
      hideBelow: 'sm',
      cell: ({ medianSeconds }) => formatDuration(medianSeconds),
      sortBy: ({ medianSeconds }) => medianSeconds,
    },
    {
      id: 'unsure',
      header: 'Unsure',
      align: 'end',
      hideBelow: 'sm',
      cell: ({ unsure }) => formatCount(unsure),
      sortBy: ({ unsure }) => unsure,
    },
  ];
  return (
    <DataTable
      name="annotators"
      caption="Agreement of each annotator with the others"
      columns={
        annotators.length < IDENTIFIABLE ? columns.filter(({ id }) => !BY_DAWID_SKENE.has(id)) : columns
      }
      rows={annotators}
      rowKey={({ id }) => id}
      filterText={({ name }) => name}
    />
  );
}

/** Shares below this are as likely noise. */
const WORTH_SAYING = 0.05;

/** The largest cell off the diagonal, in words. */
function mistakeOf(confusion: AnnotatorAgreement['confusion'], classes: readonly string[]): string {
  let worst = { actual: -1, said: -1, share: WORTH_SAYING };
  confusion?.forEach((row, actual) =>
    row.forEach((share, said) => {
      if (actual !== said && share > worst.share) worst = { actual, said, share };
    }),
  );
  return worst.actual < 0
    ? '–'
    : `“${classes[worst.actual]}” called “${classes[worst.said]}”, ${formatPercent(worst.share, 0)}`;
}
