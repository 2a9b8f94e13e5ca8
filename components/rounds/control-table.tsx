'use client';

import type { RoundView } from '@/lib/contracts/round';
import { IntervalCell } from '../charts/interval-cell';
import { spanOf } from '../charts/span-of';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatPercent } from '../ui/format';

/** What the control arm said, round by round. */
export function ControlTable({ rounds }: { readonly rounds: readonly RoundView[] }) {
  return (
    <DataTable
      name="control"
      caption="Chosen against random, by round"
      columns={columnsOf(rounds)}
      rows={rounds}
      rowKey={({ id }) => id}
    />
  );
}

function columnsOf(rounds: readonly RoundView[]): readonly Column<RoundView>[] {
  const comparisonOf = ({ control }: RoundView) => control?.comparison ?? null;
  const beforeOf = ({ control }: RoundView) => control?.before ?? null;
  const differences = spanOf(rounds.flatMap((round) => comparisonOf(round)?.difference ?? []));
  const errors = spanOf(rounds.flatMap((round) => beforeOf(round)?.error ?? []));
  return [
    { id: 'round', header: 'Round', sortBy: ({ number }) => number, cell: ({ number }) => `Round ${number}` },
    {
      id: 'labels',
      header: 'Labels each',
      align: 'end',
      sortBy: (round) => comparisonOf(round)?.labelsEach ?? null,
      cell: (round) => count(comparisonOf(round)?.labelsEach),
    },
    {
      id: 'chosen',
      header: 'Error, chosen',
      align: 'end',
      sortBy: (round) => comparisonOf(round)?.chosenError.mean ?? null,
      cell: (round) => share(comparisonOf(round)?.chosenError.mean),
    },
    {
      id: 'random',
      header: 'Error, random',
      align: 'end',
      sortBy: (round) => comparisonOf(round)?.randomError.mean ?? null,
      cell: (round) => share(comparisonOf(round)?.randomError.mean),
    },
    {
      id: 'difference',
      header: 'Chosen − random',
      sortBy: (round) => comparisonOf(round)?.difference.mean ?? null,
      cell: (round) => {
        const comparison = comparisonOf(round);
        return comparison ? <IntervalCell interval={comparison.difference} span={differences} /> : '–';
      },
    },
    {
      id: 'unlabeled',
      header: 'Error where unlabeled',
      align: 'end',
      sortBy: (round) => beforeOf(round)?.error.mean ?? null,
      cell: (round) => share(beforeOf(round)?.error.mean),
    },
    {
      id: 'unlabeled-interval',
      header: '95 % interval',
      cell: (round) => {
        const before = beforeOf(round);
        return before ? <IntervalCell interval={before.error} span={errors} /> : '–';
      },
    },
  ];
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : formatCount(value);
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : formatPercent(value);
}
