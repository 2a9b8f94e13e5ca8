'use client';

import type { AgreementReport } from '@/lib/contracts/agreement';
import { Badge } from '../ui/badge';
import type { Column } from '../ui/data-table';
import { DataTable } from '../ui/data-table';
import { formatCount, formatPercent } from '../ui/format';
import { FEW_EXAMPLES, formatAgreement, intervalWords } from './agreement-words';

type ClassRow = AgreementReport['classes'][number];

interface ClassAgreementTableProps {
  readonly report: AgreementReport;
  readonly classes: readonly string[];
}

export function ClassAgreementTable({ report, classes }: ClassAgreementTableProps) {
  const columns: readonly Column<ClassRow>[] = [
    {
      id: 'class',
      header: 'Class',
      cell: ({ label }) => <span className="font-medium break-words">{classes[label]}</span>,
      sortBy: ({ label }) => classes[label] ?? '',
    },
    {
      id: 'votes',
      header: 'Answers',
      align: 'end',
      cell: ({ votes }) => (
        <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
          {votes < FEW_EXAMPLES && <Badge tone="warning">few</Badge>}
          {formatCount(votes)}
        </span>
      ),
      sortBy: ({ votes }) => votes,
    },
    {
      id: 'repeated',
      header: 'Others say it too',
      align: 'end',
      cell: ({ repeated }) => (repeated === null ? '–' : formatPercent(repeated)),
      sortBy: ({ repeated }) => repeated,
    },
    {
      id: 'alpha',
      header: 'Alpha against the rest',
      align: 'end',
      cell: ({ alpha }) => (
        <span>
          {formatAgreement(alpha.value)}
          <span className="block text-sm text-ink-soft">{intervalWords(alpha)}</span>
        </span>
      ),
      sortBy: ({ alpha }) => alpha.value,
    },
    {
      id: 'confused',
      header: 'Most confused with',
      hideBelow: 'sm',
      cell: ({ label }) => confusedWith(report, label, classes),
    },
  ];
  return (
    <DataTable
      name="classes"
      caption="Agreement on each class"
      columns={columns}
      rows={report.classes}
      rowKey={({ label }) => label}
      filterText={({ label }) => classes[label] ?? ''}
    />
  );
}

/** The class that answers to the same example most often name instead. */
function confusedWith(
  { confusedClasses }: AgreementReport,
  label: number,
  classes: readonly string[],
): string {
  const most = confusedClasses.find(({ labels }) => labels.includes(label));
  if (!most) return '–';
  const other = most.labels[0] === label ? most.labels[1] : most.labels[0];
  return `${classes[other]} (${formatCount(most.count)}×)`;
}
