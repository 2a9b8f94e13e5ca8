'use client';

import { useState, type FormEvent } from 'react';
import type { ProjectView } from '@/lib/contracts/project';
import { useUpdateProject } from '../projects/use-update-project';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { CONTROL, Field } from '../ui/field';
import { FormActions } from '../ui/form-actions';
import { NumberField } from '../ui/number-field';
import { Guidelines } from './guidelines';

interface AnnotationSettingsDialogProps {
  readonly project: ProjectView;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function AnnotationSettingsDialog({ project, open, onClose }: AnnotationSettingsDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Annotation settings"
      description="What annotators read and see, and how many of them answer the same example."
    >
      {open && <SettingsForm project={project} onClose={onClose} />}
    </Dialog>
  );
}

const LONGEST_GUIDELINES = 50_000;

function SettingsForm({ project, onClose }: { readonly project: ProjectView; readonly onClose: () => void }) {
  const [guidelines, setGuidelines] = useState(project.guidelines);
  const [votes, setVotes] = useState<number | null>(project.votesPerExample);
  const [percent, setPercent] = useState<number | null>(project.overlapShare * 100);
  const [leaseMinutes, setLeaseMinutes] = useState<number | null>(project.leaseMinutes);
  const [showGuess, setShowGuess] = useState(project.showGuess);
  const update = useUpdateProject(onClose);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (votes === null || percent === null || leaseMinutes === null) return;
    update.mutate({
      projectId: project.id,
      guidelines,
      votesPerExample: votes,
      overlapShare: percent / 100,
      leaseMinutes,
      showGuess,
    });
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-5 pb-2">
      <Field label="Guidelines" hint="Markdown; HTML is shown as it is written.">
        <textarea
          rows={8}
          maxLength={LONGEST_GUIDELINES}
          value={guidelines}
          onChange={(event) => setGuidelines(event.target.value)}
          aria-label="Guidelines"
          className={`${CONTROL} py-2 font-mono`}
        />
      </Field>
      {guidelines.trim() && (
        <details className="rounded-md border border-line px-3 py-2">
          <summary className="cursor-pointer text-sm font-medium">Preview</summary>
          <div className="mt-2">
            <Guidelines text={guidelines} />
          </div>
        </details>
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <NumberField
          label="Annotators per example"
          value={votes}
          onValueChange={setVotes}
          min={1}
          max={20}
          step={1}
          hint="Of batches made from now on."
        />
        <NumberField
          label="Share of a batch that they share"
          value={percent}
          onValueChange={setPercent}
          min={0}
          max={100}
          step={5}
          unit="%"
          disabled={votes === 1}
          hint="Drawn at random; one person answers each of the others."
        />
        <NumberField
          label="Lease"
          value={leaseMinutes}
          onValueChange={setLeaseMinutes}
          min={1}
          max={240}
          step={1}
          unit="min"
          hint="An example that was handed out and not answered for so long goes to somebody else."
        />
      </div>
      <Checkbox
        label="Show annotators what the model thinks"
        hint="Faster, but it biases: people follow the guess, and errors of the model come back as labels. Each answer keeps whether the guess was seen."
        checked={showGuess}
        onCheckedChange={setShowGuess}
      />
      <FormActions
        submitLabel="Save settings"
        onCancel={onClose}
        disabled={votes === null || percent === null || leaseMinutes === null}
        pending={update.isPending}
        error={update.error}
      />
    </form>
  );
}
