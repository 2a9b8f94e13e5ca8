'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ANALYSIS_MODELS, analysisConfigSchema } from '@/lib/contracts/analysis';
import type { FeatureSetView } from '@/lib/contracts/model';
import { modelByName } from '@/lib/surrogates/models';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';

interface AnalysisFormProps {
  readonly projectId: string;
  /** those that are ready, at least one */
  readonly featureSets: readonly FeatureSetView[];
}

const DEFAULTS = analysisConfigSchema.parse({});

export function AnalysisForm({ projectId, featureSets }: AnalysisFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [featureSetId, setFeatureSetId] = useState(featureSets.at(0)?.id ?? '');
  const [config, setConfig] = useState(DEFAULTS);
  const change = (values: Partial<typeof DEFAULTS>) => setConfig((before) => ({ ...before, ...values }));
  const start = useMutation(
    trpc.analyses.start.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const featureSet = featureSets.find(({ id }) => id === featureSetId);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const name = `${featureSet?.title ?? 'Features'}, ${config.epochs} epochs`;
    start.mutate({ projectId, featureSetId, name, config });
  }

  return (
    // The browser's own check knows steps only, and would refuse a learning rate between two of them.
    <form noValidate onSubmit={submit} className="flex flex-col gap-5">
      <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Select
          label="Features"
          value={featureSetId}
          onValueChange={setFeatureSetId}
          options={featureSets.map(({ id, title, dimension }) => ({
            value: id,
            label: title,
            detail: dimension === null ? undefined : `${formatCount(dimension)} numbers an example`,
          }))}
        />
        <NumberField
          label="Epochs"
          min={1}
          max={500}
          value={config.epochs}
          onValueChange={(epochs) => change({ epochs: epochs ?? DEFAULTS.epochs })}
          hint="More are added where that is few steps."
        />
        <NumberField
          label="Learning rate"
          min={1e-6}
          max={10}
          step={0.005}
          value={config.learningRate}
          onValueChange={(rate) => change({ learningRate: rate ?? DEFAULTS.learningRate })}
        />
        <NumberField
          label="Random seed"
          min={0}
          value={config.seed}
          onValueChange={(seed) => change({ seed: seed ?? DEFAULTS.seed })}
        />
      </div>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1.5 text-sm font-medium">Models</legend>
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {ANALYSIS_MODELS.map((model) => (
            <Checkbox
              key={model}
              label={modelByName(model).title}
              hint={
                model === 'softmax'
                  ? 'Always: simplicity is measured on it.'
                  : 'One hidden layer; shows where models agree.'
              }
              checked={model === 'softmax' || config.models.includes(model)}
              disabled={model === 'softmax'}
              onCheckedChange={(checked) =>
                change({
                  models: ANALYSIS_MODELS.filter((other) =>
                    other === model ? checked : config.models.includes(other),
                  ),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      {start.error ? <ErrorNote error={start.error} /> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={start.isPending}>
          Start the analysis
        </Button>
      </div>
    </form>
  );
}
