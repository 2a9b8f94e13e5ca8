'use client';

import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ProjectView } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import type { ModelDraft } from '../surrogate/model-draft';
import { ModelFields } from '../surrogate/model-fields';
import { ChipsInput } from '../ui/chips-input';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { FormActions } from '../ui/form-actions';
import { Input } from '../ui/input';
import { NumberField } from '../ui/number-field';
import { SkeletonRows } from '../ui/skeleton';
import { useProject } from './use-project';
import { useUpdateProject } from './use-update-project';

interface ProjectSettingsDialogProps {
  readonly projectId: string;
  readonly onClose: () => void;
}

export function ProjectSettingsDialog({ projectId, onClose }: ProjectSettingsDialogProps) {
  const { data: project, error } = useProject(projectId);
  return (
    <Dialog onClose={onClose} title="Project settings">
      {project && <SettingsForm project={project} onClose={onClose} />}
      {!project && error ? <ErrorNote error={error} /> : null}
      {!project && !error && <SkeletonRows rows={4} className="h-16" />}
    </Dialog>
  );
}

function SettingsForm({ project, onClose }: { readonly project: ProjectView; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState(project.name);
  const [costPerLabel, setCostPerLabel] = useState(project.costPerLabel);
  const [currency, setCurrency] = useState(project.currency);
  const [controlPercent, setControlPercent] = useState<number | null>(Math.round(100 * project.controlShare));
  const models = useQuery(trpc.surrogates.models.queryOptions({ projectId: project.id }));
  const [finalModel, setFinalModel] = useState<ModelDraft>(() => {
    const { name: modelName, ...values } = project.finalModel;
    return { name: modelName, values };
  });
  const [added, setAdded] = useState<readonly string[]>([]);
  const currencyError = /^[A-Za-z]{3}$/.test(currency.trim()) ? null : 'Three letters, e.g. EUR.';
  const update = useUpdateProject(onClose);

  function submit(event: FormEvent): void {
    event.preventDefault();
    update.mutate({
      projectId: project.id,
      name: name.trim(),
      costPerLabel,
      currency: currency.trim().toUpperCase(),
      finalModel: { ...finalModel.values, name: finalModel.name },
      ...(controlPercent !== null && { controlShare: controlPercent / 100 }),
      appendClasses: [...added],
    });
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-5 pb-2">
      <Input label="Name" value={name} onValueChange={(value) => setName(value)} required maxLength={120} />
      <div className="grid grid-cols-[1fr_7rem] items-start gap-3">
        <NumberField
          label="Cost of one label"
          value={costPerLabel}
          onValueChange={setCostPerLabel}
          min={0}
          step={0.01}
          hint="Empty: plans count labels and hours only."
        />
        <Input
          label="Currency"
          value={currency}
          onValueChange={(value) => setCurrency(value)}
          maxLength={3}
          error={currencyError}
        />
      </div>
      <ModelFields
        label="Model that rounds train"
        models={models.data ?? []}
        value={finalModel}
        onValueChange={setFinalModel}
        hasImages={project.modality === 'image'}
      />
      <NumberField
        label="Drawn at random in each round"
        unit="%"
        min={0}
        max={90}
        step={5}
        value={controlPercent}
        onValueChange={setControlPercent}
        hint="Tells whether choosing is worth it. Each round may have its own share."
      />
      <div className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">Classes</span>
        <p className="max-h-24 overflow-y-auto text-ink-soft">{project.classes.join(', ') || 'None yet.'}</p>
      </div>
      <ChipsInput
        label="Append classes"
        values={added}
        onValuesChange={setAdded}
        taken={project.classes}
        hint="Classes are only ever appended: a label is the position of its class."
      />
      <FormActions
        submitLabel="Save settings"
        onCancel={onClose}
        disabled={!name.trim() || currencyError !== null}
        pending={update.isPending}
        error={update.error}
      />
    </form>
  );
}
