'use client';

import { useQuery } from '@tanstack/react-query';
import type { SelectionRequest } from '@/lib/contracts/selection';
import { durationWords } from '@/lib/selections/expected-seconds';
import { useTRPC } from '../api/client';

/** From here on a wait is worth a word. */
const SLOW_SECONDS = 2;

/** Says in words where the scheme is slow for this pool and budget. */
export function SlowNote({ request }: { readonly request: SelectionRequest }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.selections.expect.queryOptions(request));
  if (!data || data.seconds < SLOW_SECONDS || data.seconds > data.longestSeconds) return null;
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      This scheme is slow for this pool and budget: {durationWords(data.seconds)} for each change.
    </p>
  );
}
