'use client';

import type { FeatureSetView } from '@/lib/contracts/model';
import { WorkStateBadge } from '../jobs/work-state-badge';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment } from '../ui/format';

const COLUMNS: readonly Column<FeatureSetView>[] = [
  {
    id: 'title',
    header: 'Extractor',
    sortBy: (set) => set.title,
    cell: (set) => (
      <div className="min-w-28">
        <span className="font-medium">{set.title}</span>
        <span className="block text-sm text-ink-soft">{settingsOf(set)}</span>
        <span className="block text-sm text-ink-soft sm:hidden">
          {formatCount(set.rows)} rows{set.dimension !== null && ` × ${formatCount(set.dimension)}`}
        </span>
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    sortBy: (set) => set.state,
    cell: (set) => (
      <div className="flex flex-wrap items-center gap-1">
        <WorkStateBadge state={set.state} />
        {set.stale && <Badge tone="warning">Stale</Badge>}
        {set.stale && <span className="text-sm text-ink-soft">Examples were added since.</span>}
      </div>
    ),
  },
  {
    id: 'dimension',
    header: 'Dimension',
    align: 'end',
    hideBelow: 'sm',
    sortBy: (set) => set.dimension,
    cell: (set) => (set.dimension === null ? '–' : formatCount(set.dimension)),
  },
  {
    id: 'rows',
    header: 'Rows',
    align: 'end',
    hideBelow: 'sm',
    sortBy: (set) => set.rows,
    cell: (set) => formatCount(set.rows),
  },
  {
    id: 'created',
    header: 'Started',
    hideBelow: 'md',
    sortBy: (set) => set.createdAt,
    cell: (set) => <span className="whitespace-nowrap text-ink-soft">{formatMoment(set.createdAt)}</span>,
  },
];

function settingsOf(set: FeatureSetView): string {
  return Object.entries(set.configuration)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

export function FeatureSetTable({ featureSets }: { readonly featureSets: readonly FeatureSetView[] }) {
  return (
    <DataTable
      name="features"
      caption="Feature sets"
      columns={COLUMNS}
      rows={featureSets}
      rowKey={(set) => set.id}
      filterText={(set) => `${set.title} ${settingsOf(set)}`}
    />
  );
}
