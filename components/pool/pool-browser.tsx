'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ProjectView } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { Pager } from '../ui/pager';
import { useUrlState } from '../ui/use-url-state';
import { ExampleDrawer } from './example-drawer';
import { ExampleGrid, ExampleGridSkeleton } from './example-grid';
import { ExampleTable } from './example-table';
import { PoolFilters } from './pool-filters';
import { isFiltered, PAGE_SIZE, poolQuery, TILE } from './pool-query';

/** A card of text wants some forty characters a line. */
const TEXT_TILE = 288;

const NO_FILTERS = {
  split: null,
  label: null,
  labeled: null,
  predicted: null,
  search: null,
  minimum: null,
  maximum: null,
  offset: null,
};

/** Grid or table of examples; every choice stands in the URL. */
export function PoolBrowser({ project }: { readonly project: ProjectView }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const query = poolQuery(project.id, url.get);
  const { data, error, isPlaceholderData } = useQuery(
    trpc.examples.list.queryOptions(query, { placeholderData: keepPreviousData }),
  );
  const asTable = project.modality === 'features' || url.get('layout') === 'table';
  const asked = Math.min(TILE.maximum, Math.max(TILE.minimum, url.getNumber('size') ?? TILE.default));
  const tile = project.modality === 'text' ? TEXT_TILE : asked;
  const open = (row: number | null) => url.set({ example: row });

  return (
    <div className="flex flex-col gap-4">
      <PoolFilters project={project} query={query} tile={tile} asTable={asTable} />
      {error && !data ? <ErrorNote error={error} /> : null}
      {!data && !error && <ExampleGridSkeleton tile={tile} />}
      {data && data.total === 0 && (
        <EmptyState
          title="No example matches"
          action={isFiltered(query) && <Button onClick={() => url.set(NO_FILTERS)}>Clear the filters</Button>}
        >
          Loosen a filter to see more.
        </EmptyState>
      )}
      {data && data.total > 0 && (
        <>
          <div aria-busy={isPlaceholderData} className={classNames(isPlaceholderData && 'opacity-60')}>
            {asTable ? (
              <ExampleTable examples={data.items} classes={project.classes} onOpen={open} />
            ) : (
              <ExampleGrid examples={data.items} classes={project.classes} tile={tile} onOpen={open} />
            )}
          </div>
          <div className="sticky bottom-0 z-10 -mx-4 flex justify-end border-t border-line bg-paper px-4 py-2 sm:mx-0 sm:px-0">
            <Pager
              offset={query.offset}
              limit={PAGE_SIZE}
              total={data.total}
              onOffsetChange={(offset) => url.set({ offset: offset || null }, 'push')}
            />
          </div>
        </>
      )}
      <ExampleDrawer
        project={project}
        row={url.getNumber('example')}
        page={data?.items ?? []}
        scoreSetId={query.scoreSetId}
        onRowChange={open}
      />
    </div>
  );
}
