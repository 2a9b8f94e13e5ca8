import { Ban, Check, Clock, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { WorkState } from '@/lib/contracts/job';
import { Badge } from '../ui/badge';

/** The state of long work: word, icon and colour say the same. */
export function WorkStateBadge({ state }: { readonly state: WorkState }) {
  switch (state) {
    case 'queued':
      return <Badge icon={<Clock aria-hidden />}>Queued</Badge>;
    case 'running':
      return (
        <Badge tone="accent" icon={<LoaderCircle aria-hidden />}>
          Running
        </Badge>
      );
    case 'done':
      return (
        <Badge tone="positive" icon={<Check aria-hidden />}>
          Done
        </Badge>
      );
    case 'failed':
      return (
        <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
          Failed
        </Badge>
      );
    case 'cancelled':
      return <Badge icon={<Ban aria-hidden />}>Cancelled</Badge>;
  }
}
