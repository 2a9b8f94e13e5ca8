'use client';

import Link from 'next/link';
import type { LivePoint, RoundView } from '@/lib/contracts/round';
import { testErrorColumns } from '../charts/test-error-columns';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment, formatPercent } from '../ui/format';
import { describeRoundChange, roundChanges } from './round-changes';

interface RoundsTableProps {
  readonly projectId: string;
  readonly rounds: readonly RoundView[];
  readonly curve: readonly LivePoint[];
}

export function RoundsTable({ projectId, rounds, curve }: RoundsTableProps) {
  return (
    <DataTable
      name="rounds"
      caption="Rounds"
      columns={columnsOf(projectId, rounds, curve)}
      rows={rounds}
      rowKey={({ id }) => id}
      filterText={({ number, scheme, scoreName, changes }) =>
        `round ${number} ${scheme ?? ''} ${scoreName ?? ''} ${changes.join(' ')}`
      }
    />
  );
}

const STEPS: Record<
  RoundView['step'],
  { readonly text: string; readonly tone: 'neutral' | 'accent' | 'positive' | 'danger' }
> = {
  labeling: { text: 'Being labeled', tone: 'accent' },
  ready: { text: 'Ready to retrain', tone: 'accent' },
  retraining: { text: 'Retraining', tone: 'accent' },
  paused: { text: 'Paused', tone: 'neutral' },
  abandoned: { text: 'Abandoned', tone: 'neutral' },
  measured: { text: 'Measured', tone: 'positive' },
  failed: { text: 'Failed', tone: 'danger' },
};

function columnsOf(
  projectId: string,
  rounds: readonly RoundView[],
  curve: readonly LivePoint[],
): readonly Column<RoundView>[] {
  const changes = roundChanges(curve);
  const changeOf = ({ number }: RoundView) => changes.get(number) ?? null;
  return [
    {
      id: 'number',
      header: 'Round',
      sortBy: ({ number }) => number,
      cell: ({ number, batch }) => (
        <Link
          href={`/projects/${projectId}/labeling/${batch.id}`}
          className="font-medium whitespace-nowrap text-accent hover:underline"
        >
          Round {number}
        </Link>
      ),
    },
    {
      id: 'step',
      header: 'State',
      sortBy: ({ step }) => STEPS[step].text,
      cell: ({ step }) => <Badge tone={STEPS[step].tone}>{STEPS[step].text}</Badge>,
    },
    {
      id: 'scheme',
      header: 'Scheme',
      sortBy: ({ scheme }) => scheme,
      cell: ({ scheme, scoreName }) => (
        <span className="whitespace-nowrap">
          {scheme ?? 'seed'}
          {scoreName && <span className="text-ink-soft"> on {scoreName}</span>}
        </span>
      ),
    },
    {
      id: 'labels',
      header: 'Labels',
      align: 'end',
      sortBy: ({ labelCount }) => labelCount,
      cell: ({ labelCount }) => (labelCount === null ? '–' : formatCount(labelCount)),
    },
    ...testErrorColumns(rounds),
    {
      id: 'change',
      header: 'Since the one before',
      sortBy: (round) => changeOf(round)?.difference ?? null,
      cell: (round) => {
        const change = changeOf(round);
        if (!change) return '–';
        return (
          <span className="whitespace-nowrap">
            {describeRoundChange(change)}
            {!change.certain && <span className="block text-sm text-ink-faint">the intervals overlap</span>}
          </span>
        );
      },
    },
    {
      id: 'changed',
      header: 'Changed',
      cell: ({ changes }) => (
        <span className="block min-w-56">{changes.length > 0 ? changes.join(', ') : '–'}</span>
      ),
    },
    {
      id: 'control',
      header: 'Random share',
      align: 'end',
      sortBy: ({ setup }) => setup?.controlShare ?? null,
      cell: ({ setup }) => (setup ? formatPercent(setup.controlShare, 0) : '–'),
    },
    {
      id: 'measured',
      header: 'Measured',
      align: 'end',
      sortBy: ({ measuredAt }) => measuredAt,
      cell: ({ measuredAt }) => (
        <span className="text-sm whitespace-nowrap text-ink-soft">
          {measuredAt ? formatMoment(measuredAt) : '–'}
        </span>
      ),
    },
  ];
}
