'use client';

import { useState } from 'react';
import { useRouter } from 'next/navigation';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FeatureSetView, ModelInfo } from '@/lib/contracts/model';
import type { SchemeInfo } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { DEFAULT_MODEL } from '../surrogate/model-draft';
import { ModelFields } from '../surrogate/model-fields';
import { RidgeField } from '../surrogate/ridge-field';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Input } from '../ui/input';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { FitCountNote } from './fit-count-note';
import { FIRST_DRAFT, fractionsProblem, type StudyDraft } from './study-draft';
import { planDraft } from './plan-draft';
import { StrategyFields } from './strategy-fields';
import { SurrogateFields } from './surrogate-fields';

interface StudyFormProps {
  readonly projectId: string;
  /** pool examples whose label is known from the file */
  readonly poolLabels: number;
  /** those that are ready, at least one */
  readonly featureSets: readonly FeatureSetView[];
  readonly schemes: readonly SchemeInfo[];
  readonly models: readonly ModelInfo[];
}

export function StudyForm({ projectId, poolLabels, featureSets, schemes, models }: StudyFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [featureSetId, setFeatureSetId] = useState(featureSets.at(0)?.id ?? '');
  const [name, setName] = useState('');
  const [draft, setDraft] = useState<StudyDraft>(FIRST_DRAFT);
  const change = (values: Partial<StudyDraft>) => setDraft((current) => ({ ...current, ...values }));
  const start = useMutation(
    trpc.studies.start.mutationOptions({
      onSuccess: async ({ studyId }) => {
        await queryClient.invalidateQueries();
        router.push(`/projects/${projectId}/report/${studyId}`);
      },
    }),
  );
  const imagesOf = (id: string) => !!featureSets.find((featureSet) => featureSet.id === id)?.image;
  const hasImages = imagesOf(featureSetId);
  const chooseFeatures = (id: string) => {
    setFeatureSetId(id);
    if (imagesOf(id)) return;
    // networks of images are offered no more
    const surrogates = draft.surrogates.map((surrogate) => ({ ...surrogate, model: DEFAULT_MODEL }));
    change({ surrogates, finalModel: DEFAULT_MODEL });
  };
  const planned = planDraft(draft, poolLabels);
  const fractionsError = fractionsProblem(draft.fractions);
  const submit = () => {
    if (!planned.config) return;
    start.mutate({ projectId, featureSetId, name: name.trim() || nameOf(draft), config: planned.config });
  };
  return (
    // The browser's own check knows steps only, and would refuse a ridge or an exponent between two of them.
    <form
      noValidate
      className="flex max-w-4xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title="What is compared">
        <div className="flex flex-col gap-6">
          <SurrogateFields
            surrogates={draft.surrogates}
            poolLabels={poolLabels}
            models={models}
            hasImages={hasImages}
            onChange={(surrogates) => change({ surrogates })}
          />
          <StrategyFields draft={draft} schemes={schemes} onChange={change} />
          <Checkbox
            label="Add partners"
            hint="Each scheme that draws also with weights, which is unbiased; each that prefers hard examples also the other way round, the easy ones."
            checked={draft.partners}
            onCheckedChange={(partners) => change({ partners })}
          />
        </div>
      </Section>
      <Section title="How it is measured">
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label="Features"
            value={featureSetId}
            onValueChange={chooseFeatures}
            options={featureSets.map(({ id, title, dimension }) => ({
              value: id,
              label: title,
              detail: dimension === null ? undefined : `${formatCount(dimension)} numbers an example`,
            }))}
          />
          <Input
            label="Fractions of the pool kept, in per cent"
            value={draft.fractions}
            onValueChange={(fractions) => change({ fractions })}
            hint="Separated by commas. 100 is the full pool."
            error={fractionsError}
          />
          <NumberField
            label="Repeats"
            min={1}
            max={1000}
            value={draft.repeats}
            onValueChange={(repeats) => change({ repeats })}
            hint="Five give usable intervals; ten are better."
          />
          <NumberField
            label="Random seed"
            min={0}
            value={draft.seed}
            onValueChange={(seed) => change({ seed })}
            hint="The same seed gives the same study again."
          />
          <div className="sm:col-span-2">
            <ModelFields
              label="Final model"
              models={models}
              value={draft.finalModel}
              onValueChange={(finalModel) => change({ finalModel })}
              hasImages={hasImages}
            />
          </div>
          <div className="sm:col-span-2">
            <RidgeField value={draft.ridge} onValueChange={(ridge) => change({ ridge })} />
          </div>
          <div className="sm:col-span-2">
            <Checkbox
              label="Count the surrogate’s labels"
              hint="They are paid from the budget of each fraction, and train the final model too."
              checked={draft.seedLabelsCount}
              onCheckedChange={(seedLabelsCount) => change({ seedLabelsCount })}
            />
          </div>
          <Input
            label="Name"
            value={name}
            onValueChange={setName}
            maxLength={120}
            placeholder={nameOf(draft)}
          />
        </div>
      </Section>
      <div className="flex flex-col items-start gap-3">
        {planned.error && !fractionsError ? <ErrorNote error={planned.error} /> : null}
        {planned.fits && <FitCountNote fits={planned.fits} />}
        {start.error ? <ErrorNote error={start.error} /> : null}
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={!planned.config || !featureSetId}
          pending={start.isPending}
        >
          Start the study
        </Button>
      </div>
    </form>
  );
}

function nameOf({ surrogates, repeats }: StudyDraft): string {
  const labels = surrogates.map((surrogate) => surrogate.labels ?? '?').join(' and ');
  return `Surrogate of ${labels} labels, ${repeats ?? '?'} repeats`;
}
