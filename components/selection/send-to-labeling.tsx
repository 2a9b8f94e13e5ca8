'use client';

import { useState } from 'react';
import { useRouter } from 'next/navigation';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SelectionRequest } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { formatQuantity } from '../ui/format';
import { ControlShareField } from './control-share-field';

/** Keeps the selection, and hands it to the annotators as a batch or only keeps it for download. */
interface SendToLabelingProps {
  readonly request: SelectionRequest;
  /** of the project: what is drawn at random unless this round asks for another share */
  readonly controlShare: number;
}

export function SendToLabeling({ request, controlShare }: SendToLabelingProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.selections.create.mutationOptions());
  const send = useMutation(trpc.selections.sendToLabeling.mutationOptions());
  const [ownShare, setOwnShare] = useState<number | null>(null);
  const share = ownShare ?? controlShare;
  const { projectId } = request;
  const pending = create.isPending || send.isPending;

  const keep = async () => {
    await create.mutateAsync(request);
    await queryClient.invalidateQueries();
  };
  const keepAndSend = async () => {
    const { selectionId } = await create.mutateAsync(request);
    const { batchId } = await send.mutateAsync({ projectId, selectionId, controlShare: share });
    await queryClient.invalidateQueries();
    router.push(`/projects/${projectId}/labeling/${batchId}`);
  };
  // A failed step shows below, from the mutation's own state.
  const ignore = () => undefined;
  const error = create.error ?? send.error;
  return (
    <div className="flex flex-col gap-2">
      <ControlShareField value={share} budget={request.budget} onValueChange={setOwnShare} />
      <Button
        variant="primary"
        size="large"
        pending={pending}
        onClick={() => void keepAndSend().catch(ignore)}
      >
        Send {formatQuantity(request.budget, 'example')} to labeling
      </Button>
      <Button variant="quiet" pending={pending} onClick={() => void keep().catch(ignore)}>
        Only keep it, to download
      </Button>
      {error ? <ErrorNote error={error} /> : null}
    </div>
  );
}
