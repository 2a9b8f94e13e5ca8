'use client';

import { useState } from 'react';
import type { BatchView } from '@/lib/contracts/labeling';
import type { ProjectView } from '@/lib/contracts/project';
import { classNames } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { useUrlState } from '../ui/use-url-state';
import { GridMode } from './grid-mode';
import { GuidelinesDialog, GuidelinesPanel, useWideScreen } from './guidelines-panel';
import { KeysDialog } from './keys-dialog';
import { LabelingHeader } from './labeling-header';
import { SingleMode } from './single-mode';
import { useAnswerKeys } from './use-answer-keys';
import { useGuidelinesOpen } from './use-guidelines-open';
import { useLeaving } from './use-held-leases';

interface LabelScreenProps {
  readonly project: ProjectView;
  readonly batch: BatchView;
  readonly userId: string;
}

/** Where people label: one example large, or many at once. The keyboard alone suffices, and so do fingers. */
export function LabelScreen({ project, batch: initial, userId }: LabelScreenProps) {
  useLeaving(project.id, initial.id);
  const url = useUrlState();
  const grid = project.modality === 'image' && url.get('mode') === 'grid';
  const [batch, setBatch] = useState(initial);
  const [guidelinesBeside, toggleGuidelinesBeside] = useGuidelinesOpen();
  const [guidelinesOver, setGuidelinesOver] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const wide = useWideScreen();
  const hasGuidelines = project.guidelines.trim() !== '';
  const beside = wide && hasGuidelines && guidelinesBeside;

  const toggleGuidelines = () => {
    if (wide) toggleGuidelinesBeside();
    else setGuidelinesOver(hasGuidelines && !guidelinesOver);
  };
  const toggleGrid = () => {
    if (project.modality === 'image') url.set({ mode: grid ? null : 'grid' }, 'push');
  };
  useAnswerKeys(project.classes.length, ({ act }) => {
    if (act === 'keys') setKeysOpen(true);
    else if (act === 'guidelines') toggleGuidelines();
    else if (act === 'grid') toggleGrid();
    else return false;
    return true;
  });

  const mode = { project, batch, onBatch: setBatch, userId };
  return (
    <div className="flex min-h-[calc(100dvh-3rem)] flex-col gap-2.5 px-4 py-3 sm:px-6 lg:h-[calc(100dvh-3rem)] lg:py-4">
      <LabelingHeader
        project={project}
        batch={batch}
        guidelinesOpen={wide ? guidelinesBeside : guidelinesOver}
        grid={grid}
        onGuidelines={toggleGuidelines}
        onGrid={toggleGrid}
        onKeys={() => setKeysOpen(true)}
      />
      {project.classes.length === 0 ? (
        <EmptyState title="The project has no classes yet">
          Add them in the settings of the project (list of projects, “Settings”).
        </EmptyState>
      ) : (
        <div
          className={classNames(
            'flex min-h-0 flex-1 flex-col gap-5',
            beside && 'lg:grid lg:grid-cols-[minmax(0,1fr)_20rem]',
          )}
        >
          {grid ? <GridMode {...mode} /> : <SingleMode {...mode} />}
          <GuidelinesPanel text={project.guidelines} open={beside} onClose={toggleGuidelines} />
        </div>
      )}
      <GuidelinesDialog
        text={project.guidelines}
        open={!wide && guidelinesOver}
        onClose={() => setGuidelinesOver(false)}
      />
      <KeysDialog
        classes={project.classes}
        hasImages={project.modality === 'image'}
        open={keysOpen}
        onClose={() => setKeysOpen(false)}
      />
    </div>
  );
}
