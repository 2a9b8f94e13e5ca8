'use client';

import { useState } from 'react';
import Link from 'next/link';
import { Settings, Trash2 } from 'lucide-react';
import { roleAllows } from '@/lib/contracts/access';
import type { Modality, ProjectSummary } from '@/lib/contracts/project';
import { ActionsMenu } from '../ui/actions-menu';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatMoment, formatQuantity } from '../ui/format';
import { MenuItem } from '../ui/menu';
import { Progress } from '../ui/progress';
import { DeleteProjectDialog } from './delete-project-dialog';
import { ProjectSettingsDialog } from './project-settings-dialog';

const MODALITY_WORDS: Record<Modality, string> = {
  image: 'images',
  text: 'texts',
  features: 'feature rows',
};

interface OpenDialog {
  readonly kind: 'settings' | 'delete';
  readonly project: ProjectSummary;
}

/** All projects; the sample first, then the newest. */
export function ProjectTable({ projects }: { readonly projects: readonly ProjectSummary[] }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const ordered = [...projects].sort(
    (first, second) =>
      Number(second.isSample) - Number(first.isSample) ||
      second.createdAt.getTime() - first.createdAt.getTime(),
  );
  const close = () => setDialog(null);
  return (
    <>
      <DataTable
        name="projects"
        caption="Projects"
        columns={[...COLUMNS, actionsColumn(setDialog)]}
        rows={ordered}
        rowKey={(project) => project.id}
        filterText={(project) => project.name}
      />
      {dialog?.kind === 'settings' && <ProjectSettingsDialog projectId={dialog.project.id} onClose={close} />}
      {dialog?.kind === 'delete' && <DeleteProjectDialog project={dialog.project} onClose={close} />}
    </>
  );
}

const COLUMNS: readonly Column<ProjectSummary>[] = [
  {
    id: 'name',
    header: 'Name',
    sortBy: (project) => project.name,
    cell: (project) => (
      <div className="min-w-36 py-1">
        <Link href={`/projects/${project.id}`} className="font-semibold break-words hover:underline">
          {project.name}
        </Link>{' '}
        {project.isSample && <Badge tone="accent">Sample</Badge>}
        <span className="block text-sm text-ink-soft">
          {formatQuantity(project.classCount, 'class', 'classes')}, {MODALITY_WORDS[project.modality]}
        </span>
      </div>
    ),
  },
  {
    id: 'examples',
    header: 'Examples',
    align: 'end',
    sortBy: (project) => project.exampleCount,
    cell: (project) => formatCount(project.exampleCount),
  },
  {
    id: 'labeled',
    header: 'Labeled',
    hideBelow: 'sm',
    sortBy: (project) => (project.exampleCount > 0 ? project.labeledCount / project.exampleCount : 0),
    cell: (project) => (
      <div className="flex items-center gap-3">
        <Progress
          label={`Labeled in ${project.name}`}
          value={project.labeledCount}
          max={project.exampleCount}
          className="max-w-32"
        />
        <span className="whitespace-nowrap text-ink-soft">{formatCount(project.labeledCount)}</span>
      </div>
    ),
  },
  {
    id: 'work',
    header: 'Work',
    hideBelow: 'md',
    sortBy: (project) => project.runningJobs,
    cell: (project) =>
      project.runningJobs > 0 ? (
        <Badge tone="accent">{formatQuantity(project.runningJobs, 'job')} running</Badge>
      ) : (
        <span className="text-ink-faint">none</span>
      ),
  },
  {
    id: 'created',
    header: 'Created',
    hideBelow: 'lg',
    sortBy: (project) => project.createdAt,
    cell: (project) => (
      <time dateTime={project.createdAt.toISOString()} className="whitespace-nowrap text-ink-soft">
        {formatMoment(project.createdAt)}
      </time>
    ),
  },
];

function actionsColumn(open: (dialog: OpenDialog) => void): Column<ProjectSummary> {
  return {
    id: 'actions',
    header: 'Actions',
    hideHeader: true,
    align: 'end',
    cell: (project) => (
      <ActionsMenu of={project.name}>
        <MenuItem
          disabled={!roleAllows(project.role, 'lead')}
          icon={<Settings aria-hidden />}
          onSelect={() => open({ kind: 'settings', project })}
        >
          Settings
        </MenuItem>
        <MenuItem
          danger
          disabled={!roleAllows(project.role, 'owner')}
          icon={<Trash2 aria-hidden />}
          onSelect={() => open({ kind: 'delete', project })}
        >
          Delete
        </MenuItem>
      </ActionsMenu>
    ),
  };
}
