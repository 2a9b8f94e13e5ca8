'use client';

import { useMutation } from '@tanstack/react-query';
import type { MemberView } from '@/lib/contracts/member';
import { SecretOnce } from '../access/secret-once';
import { useTRPC } from '../api/client';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog } from '../ui/dialog';
import { LinkNote } from './link-note';

interface MemberLinkDialogProps {
  readonly projectId: string;
  readonly member: MemberView;
  readonly onClose: () => void;
}

/** A link to choose another password, made after a question: it ends what was open before. */
export function MemberLinkDialog({ projectId, member, onClose }: MemberLinkDialogProps) {
  const trpc = useTRPC();
  const create = useMutation(trpc.members.createLink.mutationOptions());
  if (create.data) {
    return (
      <Dialog onClose={onClose} title={`A link for ${member.name}`}>
        <SecretOnce label="Link" secret={create.data.link} onClose={onClose}>
          <LinkNote />
        </SecretOnce>
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Make a link for ${member.name}?`}
      description="Links made for them before stop working. Once they have chosen a password with it, they are signed out wherever they are signed in."
      confirmLabel="Make link"
      pending={create.isPending}
      error={create.error}
      onConfirm={() => create.mutate({ projectId, userId: member.userId })}
    />
  );
}
