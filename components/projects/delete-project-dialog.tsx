'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ProjectSummary } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { formatQuantity } from '../ui/format';

interface DeleteProjectDialogProps {
  readonly project: ProjectSummary;
  readonly onClose: () => void;
}

/** Asks twice: the dialog, and the project's name typed into it. */
export function DeleteProjectDialog({ project, onClose }: DeleteProjectDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.projects.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.projects.list.queryFilter());
        onClose();
        router.push('/projects');
      },
    }),
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete “${project.name}”?`}
      description={`${formatQuantity(project.exampleCount, 'example')} and ${formatQuantity(project.labeledCount, 'label')} go with it, and every model, score and report. This cannot be undone.`}
      confirmLabel="Delete project"
      danger
      typeToConfirm={project.name}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ projectId: project.id, confirmName: project.name })}
    />
  );
}
