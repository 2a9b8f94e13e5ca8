'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, Grid2x2, SlidersHorizontal, Table2 } from 'lucide-react';
import type { ExampleQuery } from '@/lib/contracts/example';
import type { ProjectView, Split } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { Select } from '../ui/select';
import { Slider } from '../ui/slider';
import { useUrlState } from '../ui/use-url-state';
import { isFiltered, TILE } from './pool-query';
import { ScoreRange } from './score-range';
import { SearchBox } from './search-box';

interface PoolFiltersProps {
  readonly project: ProjectView;
  readonly query: ExampleQuery;
  readonly tile: number;
  readonly asTable: boolean;
}

const ANY = 'any';
const SHOW_AS = { image: 'Show as images', text: 'Show as cards' } as const;

/** Filters, order and size of the pool browser. On phones the filters fold away. */
export function PoolFilters({ project, query, tile, asTable }: PoolFiltersProps) {
  const url = useUrlState();
  const [unfolded, setUnfolded] = useState(isFiltered(query));
  /** Every change of the question starts at its first page. */
  const set = (key: string, value: string | number | null) =>
    url.set({ [key]: value === ANY ? null : value, offset: null, example: null });

  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <SearchBox value={query.search ?? ''} onValueChange={(text) => set('search', text)} />
      <Button
        className="sm:hidden"
        icon={<SlidersHorizontal aria-hidden />}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        Filters
      </Button>
      <div
        className={classNames(
          'flex-wrap items-end gap-x-3 gap-y-2 sm:contents',
          unfolded ? 'flex' : 'hidden',
        )}
      >
        <FilterFields project={project} query={query} set={set} />
        <SortFields project={project} query={query} set={set} />
        {!asTable && project.modality === 'image' && (
          <Slider
            label="Image size"
            className="w-28 sm:ml-auto sm:w-36"
            min={TILE.minimum}
            max={TILE.maximum}
            step={8}
            value={tile}
            onValueChange={(size) => url.set({ size: size === TILE.default ? null : size })}
          />
        )}
      </div>
      {project.modality !== 'features' && (
        <Button
          className={classNames('px-2.5', (asTable || project.modality === 'text') && 'sm:ml-auto')}
          aria-label={asTable ? SHOW_AS[project.modality] : 'Show as a table'}
          icon={asTable ? <Grid2x2 aria-hidden /> : <Table2 aria-hidden />}
          onClick={() => url.set({ layout: asTable ? null : 'table' })}
        />
      )}
    </div>
  );
}

interface FieldsProps {
  readonly project: ProjectView;
  readonly query: ExampleQuery;
  readonly set: (key: string, value: string | number | null) => void;
}

function FilterFields({ project, query, set }: FieldsProps) {
  const classOptions = project.classes.map((name, label) => ({ value: String(label), label: name }));
  return (
    <>
      <Select<Split | typeof ANY>
        label="Split"
        className="w-32"
        value={query.split ?? ANY}
        options={[
          { value: ANY, label: 'All' },
          { value: 'pool', label: 'Pool' },
          { value: 'seed', label: 'Seed' },
          { value: 'test', label: 'Test' },
        ]}
        onValueChange={(value) => set('split', value)}
      />
      <Select
        label="Labeled"
        className="w-32"
        value={query.labeled ?? ANY}
        options={[
          { value: ANY, label: 'Either' },
          { value: 'yes', label: 'Labeled' },
          { value: 'no', label: 'Unlabeled' },
        ]}
        onValueChange={(value) => set('labeled', value)}
      />
      <Select
        label="Label"
        className="w-40"
        value={query.label === undefined ? ANY : String(query.label)}
        options={[{ value: ANY, label: 'Any' }, ...classOptions]}
        onValueChange={(value) => set('label', value)}
      />
      {query.scoreSetId && (
        <>
          <Select
            label="Predicted"
            className="w-40"
            value={query.predicted === undefined ? ANY : String(query.predicted)}
            options={[{ value: ANY, label: 'Any' }, ...classOptions]}
            onValueChange={(value) => set('predicted', value)}
          />
          <ScoreRange
            projectId={project.id}
            scoreSetId={query.scoreSetId}
            minimum={query.minimumScore}
            maximum={query.maximumScore}
            onMinimumChange={(value) => set('minimum', value)}
            onMaximumChange={(value) => set('maximum', value)}
          />
        </>
      )}
    </>
  );
}

const BY_ROW = 'row';

function SortFields({ project, query, set }: FieldsProps) {
  const trpc = useTRPC();
  const { data: scoreSets } = useQuery(trpc.scores.list.queryOptions({ projectId: project.id }));
  const ready = scoreSets?.filter((scoreSet) => scoreSet.state === 'done') ?? [];
  const descending = query.order === 'descending';
  if (ready.length === 0 && !query.scoreSetId) return null;
  return (
    <div className="flex min-w-0 items-end gap-1">
      <Select
        label="Sorted by"
        className="w-44 sm:w-56"
        value={query.scoreSetId ?? BY_ROW}
        options={[
          { value: BY_ROW, label: 'Row' },
          ...ready.map(({ id, title, surrogateName }) => ({
            value: id,
            label: title,
            detail: surrogateName,
          })),
        ]}
        onValueChange={(value) => set('scoreSet', value === BY_ROW ? null : value)}
      />
      {query.scoreSetId && (
        <Button
          className="px-2.5"
          aria-label={descending ? 'Highest first; show lowest first' : 'Lowest first; show highest first'}
          icon={descending ? <ArrowDownWideNarrow aria-hidden /> : <ArrowUpNarrowWide aria-hidden />}
          onClick={() => set('order', descending ? 'ascending' : null)}
        />
      )}
    </div>
  );
}
