'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { AgreementReport } from '@/lib/contracts/agreement';
import { useTRPC } from '../api/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import type { Column } from '../ui/data-table';
import { DataTable } from '../ui/data-table';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { FEW_EXAMPLES, formatAgreement, intervalWords } from './agreement-words';
import { PairMatrix } from './pair-matrix';

type Pair = AgreementReport['pairs'][number];

interface PairSectionProps {
  readonly projectId: string;
  readonly report: AgreementReport;
  readonly classes: readonly string[];
}

/** Two annotators at a time: how far they agree, and what one calls what the other calls otherwise. */
export function PairSection({ projectId, report, classes }: PairSectionProps) {
  const [chosen, setChosen] = useState<Pair['annotators'] | null>(null);
  const names = new Map(report.annotators.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const titleOf = ({ annotators: [first, second] }: Pair) => `${nameOf(first)} and ${nameOf(second)}`;
  const columns: readonly Column<Pair>[] = [
    {
      id: 'pair',
      header: 'Annotators',
      cell: (pair) => <span className="break-words">{titleOf(pair)}</span>,
      sortBy: titleOf,
    },
    {
      id: 'shared',
      header: 'Examples',
      align: 'end',
      cell: ({ shared }) => (
        <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
          {shared < FEW_EXAMPLES && <Badge tone="warning">few</Badge>}
          {formatCount(shared)}
        </span>
      ),
      sortBy: ({ shared }) => shared,
    },
    {
      id: 'kappa',
      header: 'Cohen’s kappa',
      align: 'end',
      cell: ({ kappa }) => (
        <span>
          {formatAgreement(kappa.value)}
          <span className="block text-sm text-ink-soft">{intervalWords(kappa)}</span>
        </span>
      ),
      sortBy: ({ kappa }) => kappa.value,
    },
    {
      id: 'show',
      header: 'Confusion',
      hideHeader: true,
      align: 'end',
      cell: (pair) => (
        <Button
          size="small"
          aria-label={`Confusion between ${titleOf(pair)}`}
          aria-pressed={chosen?.join() === pair.annotators.join()}
          onClick={() => setChosen(pair.annotators)}
        >
          Confusion
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="Pairs of annotators"
      description={
        report.pairCount > report.pairs.length
          ? `The ${report.pairs.length} pairs of ${formatCount(report.pairCount)} that share most examples.`
          : 'Those who share most examples first.'
      }
    >
      <DataTable
        name="pairs"
        caption="Agreement of pairs of annotators"
        columns={columns}
        rows={report.pairs}
        rowKey={({ annotators }) => annotators.join()}
        filterText={titleOf}
        isCurrent={({ annotators }) => chosen?.join() === annotators.join()}
      />
      {chosen && (
        <PairConfusion
          key={chosen.join()}
          projectId={projectId}
          pair={chosen}
          names={[nameOf(chosen[0]), nameOf(chosen[1])]}
          classes={classes}
        />
      )}
    </Section>
  );
}

interface PairConfusionProps {
  readonly projectId: string;
  readonly pair: Pair['annotators'];
  readonly names: readonly [string, string];
  readonly classes: readonly string[];
}

function PairConfusion({ projectId, pair: [first, second], names, classes }: PairConfusionProps) {
  const trpc = useTRPC();
  const confusion = useQuery(trpc.agreement.confusion.queryOptions({ projectId, first, second }));
  if (confusion.error) return <ErrorNote error={confusion.error} />;
  if (!confusion.data) return <Skeleton className="mt-4 h-64" />;
  return <PairMatrix counts={confusion.data.counts} names={names} classes={classes} />;
}
