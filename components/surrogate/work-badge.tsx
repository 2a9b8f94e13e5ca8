import type { WorkState } from '@/lib/contracts/job';
import { Badge } from '../ui/badge';

/** The state of a piece of work in a word; nothing once it is done, which needs no saying. */
export function WorkBadge({ state }: { readonly state: WorkState }) {
  if (state === 'done') return null;
  if (state === 'failed') return <Badge tone="danger">Failed</Badge>;
  if (state === 'cancelled') return <Badge>Cancelled</Badge>;
  return <Badge tone="accent">{state === 'queued' ? 'Waiting' : 'Running'}</Badge>;
}
