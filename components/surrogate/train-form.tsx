'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FeatureSetView } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Input } from '../ui/input';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';
import { DEFAULT_MODEL } from './model-draft';
import { ModelFields } from './model-fields';
import { RidgeField } from './ridge-field';

interface TrainFormProps {
  readonly projectId: string;
  /** those that are ready, at least one */
  readonly featureSets: readonly FeatureSetView[];
  readonly onStarted: () => void;
}

export function TrainForm({ projectId, featureSets, onStarted }: TrainFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [featureSetId, setFeatureSetId] = useState(featureSets.at(0)?.id ?? null);
  const models = useQuery(trpc.surrogates.models.queryOptions({ projectId }));
  const [model, setModel] = useState(DEFAULT_MODEL);
  const [name, setName] = useState('');
  const [ridge, setRidge] = useState<'cv' | number>('cv');
  const [allLabels, setAllLabels] = useState(true);
  const [labels, setLabels] = useState<number | null>(200);
  const [seed, setSeed] = useState<number | null>(1);
  const train = useMutation(
    trpc.surrogates.train.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries();
        onStarted();
      },
    }),
  );

  const hasImages = !!featureSets.find(({ id }) => id === featureSetId)?.image;
  const complete = featureSetId !== null && (allLabels || labels !== null) && seed !== null;
  const submit = () => {
    if (!complete) return;
    train.mutate({
      projectId,
      featureSetId,
      name: name.trim() || undefined,
      model: { ...model.values, name: model.name },
      ridge,
      labels: allLabels ? undefined : (labels ?? undefined),
      seed,
    });
  };
  return (
    // The browser's own check knows steps only, and would refuse a ridge or an exponent between two of them.
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Select
        label="Features"
        value={featureSetId}
        onValueChange={(id) => {
          setFeatureSetId(id);
          setModel(DEFAULT_MODEL);
        }}
        options={featureSets.map((featureSet) => ({
          value: featureSet.id,
          label: featureSet.title,
          detail: describeFeatureSet(featureSet),
        }))}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Labels</legend>
        <Checkbox
          label="Use all labels"
          hint="Seed labels and annotations. Fewer make a weak surrogate on purpose, to see whether it is enough."
          checked={allLabels}
          onCheckedChange={setAllLabels}
        />
        {!allLabels && (
          <NumberField
            label="At most"
            unit="labels"
            min={2}
            value={labels}
            onValueChange={setLabels}
            hint="Drawn at random."
            error={labels === null ? 'Say how many labels it may use.' : null}
          />
        )}
      </fieldset>
      <ModelFields
        label="Model"
        models={models.data ?? []}
        value={model}
        onValueChange={setModel}
        hasImages={hasImages}
      />
      {model.name === 'softmax' && <RidgeField value={ridge} onValueChange={setRidge} />}
      <Input
        label="Name"
        value={name}
        onValueChange={setName}
        maxLength={80}
        placeholder="Named by its labels unless you do"
      />
      <NumberField
        label="Random seed"
        min={0}
        value={seed}
        onValueChange={setSeed}
        hint="The same seed gives the same surrogate again."
        error={seed === null ? 'Any whole number.' : null}
      />
      {train.error ? <ErrorNote error={train.error} /> : null}
      <Button type="submit" variant="primary" size="large" disabled={!complete} pending={train.isPending}>
        Train
      </Button>
    </form>
  );
}

function describeFeatureSet({ rows, dimension, stale }: FeatureSetView): string {
  const shape = `${formatCount(rows)} × ${dimension === null ? '?' : formatCount(dimension)}`;
  return stale ? `${shape}, made before the newest examples` : shape;
}
