'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { BatchView } from '@/lib/contracts/labeling';
import { useTRPC } from '../api/client';
import { stagePath } from '../shell/stages';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { formatQuantity } from '../ui/format';

interface FillFromFilesDialogProps {
  readonly projectId: string;
  readonly batch: BatchView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** For trying the rounds out on data whose labels are known. */
export function FillFromFilesDialog({ projectId, batch, open, onClose }: FillFromFilesDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const fill = useMutation(
    trpc.annotations.fillFromFiles.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries();
        onClose();
        router.push(stagePath(projectId, 'labeling'));
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Answer from the files?"
      description={`The ${formatQuantity(batch.open, 'open example')} of “${batch.name}” get the labels that came with their files. For trying Winnow out on data whose labels are known; they count no seconds.`}
      confirmLabel="Fill from files"
      cancelLabel="Label by hand"
      pending={fill.isPending}
      error={fill.error}
      onConfirm={() => fill.mutate({ projectId, batchId: batch.id })}
    />
  );
}
