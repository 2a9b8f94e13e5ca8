'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberView } from '@/lib/contracts/member';
import { useTRPC } from '../api/client';
import { ConfirmDialog } from '../ui/confirm-dialog';

interface RemoveMemberDialogProps {
  readonly projectId: string;
  readonly member: MemberView;
  readonly onClose: () => void;
}

export function RemoveMemberDialog({ projectId, member, onClose }: RemoveMemberDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        if (member.isYou) window.location.assign('/projects');
        else await queryClient.invalidateQueries(trpc.members.list.queryFilter());
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title={member.isYou ? 'Leave this project?' : `Remove ${member.name}?`}
      description="The project is closed to them at once, and so are the API keys that they made. What they hold is handed to others; what they answered stays."
      confirmLabel={member.isYou ? 'Leave' : 'Remove'}
      danger
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ projectId, userId: member.userId })}
    />
  );
}
