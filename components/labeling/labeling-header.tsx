'use client';

import { useState } from 'react';
import Link from 'next/link';
import { ArrowLeft, BookOpen, Ellipsis, FileCheck2, Grid3x3, Keyboard } from 'lucide-react';
import { roleAllows } from '@/lib/contracts/access';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { stagePath } from '../shell/stages';
import { Button } from '../ui/button';
import { formatCount, formatDuration } from '../ui/format';
import { Menu, MenuItem } from '../ui/menu';
import { Progress } from '../ui/progress';
import { letterKey } from './answer-keys';
import { FillFromFilesDialog } from './fill-from-files-dialog';

interface LabelingHeaderProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
  readonly guidelinesOpen: boolean;
  readonly grid: boolean;
  readonly onGuidelines: () => void;
  readonly onGrid: () => void;
  readonly onKeys: () => void;
}

/** Which batch, how far, how long still; and what can be shown beside the examples. */
export function LabelingHeader(props: LabelingHeaderProps) {
  const { project, batch, guidelinesOpen, grid, onGuidelines, onGrid, onKeys } = props;
  const [filling, setFilling] = useState(false);
  const answered = batch.labeled + batch.skipped + batch.bad;
  const leads = roleAllows(project.role, 'lead');
  const keyOf = (letter: string) => letterKey(letter, project.classes.length).spoken;
  const look = { variant: 'quiet', size: 'small', className: 'size-8 px-0 pointer-coarse:size-11' } as const;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Link
        href={stagePath(project.id, 'labeling')}
        aria-label="Back to all batches"
        className="-ml-1.5 flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        <ArrowLeft className="size-4" aria-hidden />
      </Link>
      <h1 className="min-w-0 flex-1 truncate text-lg font-semibold sm:flex-none">{batch.name}</h1>
      <Progress
        label="Answered in this batch"
        value={answered}
        max={batch.size}
        className="order-last basis-full sm:order-none sm:flex-1 sm:basis-40"
      />
      <p className="text-sm whitespace-nowrap text-ink-soft max-sm:order-last">
        {formatCount(answered)} of {formatCount(batch.size)}
        {batch.skipped > 0 && `, ${formatCount(batch.skipped)} skipped`}
        {batch.bad > 0 && `, ${formatCount(batch.bad)} bad`}
        {batch.secondsLeft !== null && batch.open > 0 && (
          <span className="max-sm:hidden"> · {formatDuration(batch.secondsLeft)} left</span>
        )}
      </p>
      <div className="flex items-center">
        {project.guidelines.trim() && (
          <Button
            {...look}
            aria-label="Guidelines"
            aria-pressed={guidelinesOpen}
            aria-keyshortcuts={keyOf('g')}
            icon={<BookOpen aria-hidden />}
            onClick={onGuidelines}
          />
        )}
        {project.modality === 'image' && (
          <Button
            {...look}
            aria-label="Grid: many at once"
            aria-pressed={grid}
            aria-keyshortcuts={keyOf('m')}
            icon={<Grid3x3 aria-hidden />}
            onClick={onGrid}
          />
        )}
        <Button
          {...look}
          aria-label="Keys"
          aria-keyshortcuts={keyOf('k')}
          icon={<Keyboard aria-hidden />}
          onClick={onKeys}
        />
        {leads && batch.canFillFromFiles && batch.open > 0 && (
          <Menu trigger={<Button {...look} aria-label="More" icon={<Ellipsis aria-hidden />} />}>
            <MenuItem icon={<FileCheck2 aria-hidden />} onSelect={() => setFilling(true)}>
              Fill from files
            </MenuItem>
          </Menu>
        )}
      </div>
      <FillFromFilesDialog
        projectId={project.id}
        batch={batch}
        open={filling}
        onClose={() => setFilling(false)}
      />
    </header>
  );
}
