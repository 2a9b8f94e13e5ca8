'use client';

import Link from 'next/link';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatPercent } from '../ui/format';
import type { ConfusionViewProps } from './confusion-matrix';
import { mostFrequentConfusions, type Confusion } from './confusions';

const SHOWN = 100;

/** The most frequent confusions as a list, for projects with many classes. */
export function ConfusionTable({ confusion, classes, linkTo }: ConfusionViewProps) {
  const nameOf = (index: number) => classes[index] ?? String(index);
  const columns: readonly Column<Confusion>[] = [
    {
      id: 'actual',
      header: 'Real class',
      sortBy: ({ actual }) => nameOf(actual),
      cell: ({ actual }) => nameOf(actual),
    },
    {
      id: 'predicted',
      header: 'Taken for',
      sortBy: ({ predicted }) => nameOf(predicted),
      cell: ({ actual, predicted }) =>
        linkTo ? (
          <Link href={linkTo(actual, predicted)} className="text-accent hover:underline">
            {nameOf(predicted)}
          </Link>
        ) : (
          nameOf(predicted)
        ),
    },
    {
      id: 'examples',
      header: 'Examples',
      align: 'end',
      sortBy: ({ examples }) => examples,
      cell: ({ examples }) => formatCount(examples),
    },
    {
      id: 'share',
      header: 'Of its class',
      align: 'end',
      sortBy: ({ share }) => share,
      cell: ({ share }) => formatPercent(share),
    },
  ];
  return (
    <DataTable
      name="confusion"
      caption="Most frequent confusions"
      columns={columns}
      rows={mostFrequentConfusions(confusion, SHOWN)}
      rowKey={({ actual, predicted }) => `${actual}/${predicted}`}
      filterText={({ actual, predicted }) => `${nameOf(actual)} ${nameOf(predicted)}`}
    />
  );
}
