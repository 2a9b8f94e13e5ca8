'use client';

import { useState } from 'react';
import Link from 'next/link';
import { ArrowLeft, Ellipsis, FileCheck2 } from 'lucide-react';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { stagePath } from '../shell/stages';
import { Button } from '../ui/button';
import { formatCount, formatDuration } from '../ui/format';
import { Menu, MenuItem } from '../ui/menu';
import { Progress } from '../ui/progress';
import { FillFromFilesDialog } from './fill-from-files-dialog';

interface LabelingHeaderProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
}

/** Which batch, how far, how long still. */
export function LabelingHeader({ project, batch }: LabelingHeaderProps) {
  const [filling, setFilling] = useState(false);
  const answered = batch.labeled + batch.skipped;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <Link
        href={stagePath(project.id, 'labeling')}
        aria-label="Back to all batches"
        className="-ml-1.5 flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
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
      <p className="text-sm whitespace-nowrap text-ink-soft">
        {formatCount(answered)} of {formatCount(batch.size)}
        {batch.skipped > 0 && `, ${formatCount(batch.skipped)} skipped`}
        {batch.secondsLeft !== null && batch.open > 0 && (
          <span className="max-sm:hidden"> · {formatDuration(batch.secondsLeft)} left</span>
        )}
      </p>
      {batch.canFillFromFiles && batch.open > 0 && (
        <Menu
          trigger={
            <Button
              variant="quiet"
              size="small"
              className="px-2"
              aria-label="More"
              icon={<Ellipsis aria-hidden />}
            />
          }
        >
          <MenuItem icon={<FileCheck2 aria-hidden />} onSelect={() => setFilling(true)}>
            Fill from files
          </MenuItem>
        </Menu>
      )}
      <FillFromFilesDialog projectId={project.id} batch={batch} open={filling} onOpenChange={setFilling} />
    </header>
  );
}
