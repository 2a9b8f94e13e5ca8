'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ProjectView } from '@/lib/contracts/project';
import type { SchemeInfo, SelectionRequest } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { ErrorNote } from '../ui/error-note';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { clampBudget, firstBudget } from './budget';
import { BudgetField } from './budget-field';
import { SchemeChoice } from './scheme-choice';
import { ParameterFields } from '../ui/parameter-fields';
import { SelectionPreviewView } from './selection-preview-view';
import { chosenScheme, chosenSource, type SelectionSources } from './selection-sources';
import { parameterUrlValue, readParameters, schemeUrlValues } from './selection-state';
import { SendToLabeling } from './send-to-labeling';
import { SlowNote } from './slow-note';
import { MissingSource, SourceField } from './source-field';
import { useSettled } from './use-settled';

const PREVIEW_DELAY = 250;

interface SelectionDeskProps {
  readonly project: ProjectView;
  readonly schemes: readonly SchemeInfo[];
  readonly sources: SelectionSources;
}

/** How to choose, at the left, and what that gives, at the right. All of it stands in the URL. */
export function SelectionDesk({ project, schemes, sources }: SelectionDeskProps) {
  const mayLead = useMay(project.id, 'lead');
  const trpc = useTRPC();
  const url = useUrlState();
  const scheme = chosenScheme(schemes, sources.scoreSets, url.get('scheme'));
  const source = scheme && chosenSource(scheme, sources, url.get);
  const poolExamples = project.splits.pool.examples;
  const budget = clampBudget(url.getNumber('budget') ?? firstBudget(poolExamples), poolExamples);
  const complete = source !== null;
  const request: SelectionRequest = {
    projectId: project.id,
    ...(source ?? { scoreSetId: null, surrogateId: null, featureSetId: null }),
    scheme: scheme?.name ?? '',
    parameters: scheme ? readParameters(scheme, url.get) : {},
    budget,
    seed: Math.max(0, Math.round(url.getNumber('seed') ?? 1)),
  };
  const settled = useSettled(request, PREVIEW_DELAY);
  const preview = useQuery(
    trpc.selections.preview.queryOptions(settled, { enabled: complete, placeholderData: keepPreviousData }),
  );
  if (!scheme) return null;
  const available = preview.data?.available ?? poolExamples;

  return (
    <div className="grid min-w-0 items-start gap-6 lg:grid-cols-[24rem_minmax(0,1fr)]">
      <Section title="How to choose">
        <div className="flex flex-col gap-5">
          <SchemeChoice
            schemes={schemes}
            value={scheme.name}
            onValueChange={(name) => url.set(schemeUrlValues(schemes, name))}
          />
          <SourceField scheme={scheme} sources={sources} request={request} onValueChange={url.set} />
          <ParameterFields
            parameters={scheme.parameters}
            values={request.parameters}
            onValueChange={(name, value) => url.set(parameterUrlValue(name, value))}
          />
          <BudgetField
            value={clampBudget(budget, available)}
            available={available}
            costPerLabel={project.costPerLabel}
            currency={project.currency}
            onValueChange={(examples) => url.set({ budget: examples })}
          />
          <NumberField
            label="Random seed"
            min={0}
            value={request.seed}
            onValueChange={(seed) => url.set({ seed })}
            hint={
              scheme.deterministic
                ? 'This scheme draws nothing: the seed only settles the comparison with random.'
                : 'The same seed gives the same selection again.'
            }
          />
        </div>
        {/* The main action stays in sight while the form is longer than the screen. */}
        {complete && mayLead && (
          <div className="sticky bottom-0 -mx-4 mt-5 -mb-4 rounded-b-lg border-t border-line bg-surface px-4 py-3 sm:-mx-5 sm:-mb-5 sm:px-5">
            <SendToLabeling request={request} controlShare={project.controlShare} />
          </div>
        )}
      </Section>
      {complete ? (
        <div className="flex min-w-0 flex-col gap-6" aria-busy={preview.isFetching}>
          <SlowNote request={settled} />
          {preview.error ? <ErrorNote error={preview.error} /> : null}
          {preview.data ? (
            <SelectionPreviewView
              projectId={project.id}
              classes={project.classes}
              preview={preview.data}
              outdated={preview.isPlaceholderData || JSON.stringify(settled) !== JSON.stringify(request)}
            />
          ) : (
            !preview.error && <Skeleton className="h-160" />
          )}
        </div>
      ) : (
        <MissingSource scheme={scheme} projectId={project.id} />
      )}
    </div>
  );
}
