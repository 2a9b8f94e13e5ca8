'use client';

import { useQuery } from '@tanstack/react-query';
import { Cpu } from 'lucide-react';
import { useTRPC } from '../api/client';
import { formatQuantity } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { Tooltip } from '../ui/tooltip';

/** What computes the numbers here, and what was tried before it. */
export function EngineBadge() {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.session.engine.queryOptions(undefined, { staleTime: Infinity }));
  if (error) return null;
  if (!data) return <Skeleton className="h-6 w-36" />;
  const { engine, tried } = data;
  return (
    <Tooltip
      content={
        <>
          {engine.title} {engine.version} on the {engine.device.toUpperCase()},{' '}
          {formatQuantity(engine.threads, 'thread')}.
          {tried.length > 0 && (
            <span className="mt-1 block opacity-80">
              Tried before: {tried.map(({ name, reason }) => `${name} (${reason})`).join('; ')}
            </span>
          )}
        </>
      }
    >
      <button
        type="button"
        className="flex max-w-60 items-center gap-1.5 rounded-sm px-1.5 py-1 text-sm text-ink-soft hover:bg-hover"
      >
        <Cpu className="size-3.5 shrink-0" aria-hidden />
        <span className="sr-only">Engine: </span>
        <span className="truncate">
          {engine.title} · {engine.device.toUpperCase()}
        </span>
      </button>
    </Tooltip>
  );
}
