'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { formatQuantity } from '../ui/format';
import { missingClassesSentence } from './missing-classes-sentence';
import { SeedBatchDialog } from './seed-batch-dialog';

/** Says loudly which classes have no label, once there are labels at all; with what brings some. Else nothing. */
export function MissingClasses({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const mayLead = useMay(projectId, 'lead');
  const { data: counts } = useQuery(trpc.annotations.classCounts.queryOptions({ projectId }));
  const [labeling, setLabeling] = useState(false);
  const sentence = counts && missingClassesSentence(counts);
  if (!sentence) return null;
  const seen = counts.filter(({ labels }) => labels > 0).length;
  return (
    <div
      role="status"
      className="flex gap-3 rounded-md border border-warning/40 bg-warning-soft px-3.5 py-2.5"
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className="break-words">
          <strong className="font-medium">{sentence}</strong> No model can name them, so that all their
          examples count as errors. So far labels are of {formatQuantity(seen, 'class', 'classes')}. Label
          examples that are typical of what no label stands for yet, in steps, until every class was seen.
        </p>
        {mayLead && <Button onClick={() => setLabeling(true)}>Label more seed examples</Button>}
      </div>
      <SeedBatchDialog projectId={projectId} open={labeling} onClose={() => setLabeling(false)} />
    </div>
  );
}
