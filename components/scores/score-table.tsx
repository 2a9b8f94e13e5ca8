'use client';

import type { ScoreInfo, ScoreSetView } from '@/lib/contracts/model';
import { WorkBadge } from '../surrogate/work-badge';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';

interface ScoreTableProps {
  readonly registry: readonly ScoreInfo[];
  /** of one surrogate */
  readonly scoreSets: readonly ScoreSetView[];
  /** name of the score that the page shows */
  readonly shown: string | null;
  readonly onShow: (scoreSetId: string) => void;
  readonly onCompute: (name: string) => void;
  readonly computing: boolean;
}

/** The registry: what each score means, and whether this surrogate has computed it. */
export function ScoreTable(props: ScoreTableProps) {
  const { registry, scoreSets, shown } = props;
  const setOf = new Map(scoreSets.map((scoreSet) => [scoreSet.name, scoreSet]));
  // computed with other settings than the registry's: below the entry that they are a setting of
  const rows = registry.flatMap((info) => [
    info,
    ...scoreSets
      .filter(({ name, registryName }) => registryName === info.name && name !== info.name)
      .map(({ name, title }) => ({ ...info, name, title })),
  ]);
  const columns: readonly Column<ScoreInfo>[] = [
    {
      id: 'title',
      header: 'Score',
      sortBy: ({ title }) => title,
      cell: ({ title, description }) => (
        <span className="block max-w-[46ch] min-w-64">
          <span className="font-medium">{title}</span>
          <span className="block text-sm text-ink-soft">{description}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ name, title }) => (
        <ScoreAction {...props} name={name} title={title} scoreSet={setOf.get(name) ?? null} />
      ),
    },
    {
      id: 'direction',
      header: 'Direction',
      sortBy: ({ direction }) => direction,
      cell: ({ direction }) => <span className="block min-w-28 text-sm">{direction}</span>,
    },
    {
      id: 'range',
      header: 'Range',
      cell: ({ range }) => <span className="block min-w-28 text-sm">{range}</span>,
    },
    {
      id: 'needs',
      header: 'Looks at',
      cell: ({ needs }) => <span className="block min-w-28 text-sm">{needs.join(', ')}</span>,
    },
    {
      id: 'cost',
      header: 'Cost',
      cell: ({ cost }) => <span className="block max-w-[24ch] min-w-32 text-sm">{cost}</span>,
    },
    {
      id: 'source',
      header: 'Source',
      cell: ({ source }) => (
        <span className="block max-w-[36ch] min-w-40 text-sm text-ink-soft">{source}</span>
      ),
    },
  ];
  return (
    <DataTable
      name="scores"
      caption="Scores"
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      filterText={({ title, description }) => `${title} ${description}`}
      isCurrent={({ name }) => name === shown}
    />
  );
}

interface ScoreActionProps extends ScoreTableProps {
  readonly name: string;
  readonly title: string;
  readonly scoreSet: ScoreSetView | null;
}

function ScoreAction({ name, title, scoreSet, shown, onShow, onCompute, computing }: ScoreActionProps) {
  if (scoreSet?.state === 'done') {
    return (
      <Button
        size="small"

        aria-pressed={shown === name}
        onClick={() => onShow(scoreSet.id)}
      >
        {shown === name ? 'Shown' : 'Show'}
        <span className="sr-only">: {title}</span>
      </Button>
    );
  }
  const underWay = scoreSet?.state === 'queued' || scoreSet?.state === 'running';
  return (
    <span className="inline-flex items-center gap-2">
      {scoreSet && <WorkBadge state={scoreSet.state} />}
      {!underWay && (
        <Button size="small" disabled={computing} onClick={() => onCompute(name)}>
          Compute<span className="sr-only">: {title}</span>
        </Button>
      )}
    </span>
  );
}
