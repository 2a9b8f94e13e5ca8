'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ScoreSetView } from '@/lib/contracts/model';
import type { ProjectView } from '@/lib/contracts/project';
import type { SchemeInfo, SelectionRequest } from '@/lib/contracts/selection';
import { useTRPC } from '../api/client';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { clampBudget, firstBudget } from './budget';
import { BudgetField } from './budget-field';
import { SchemeChoice } from './scheme-choice';
import { ParameterFields } from '../ui/parameter-fields';
import { SelectionPreviewView } from './selection-preview-view';
import { parameterUrlValue, readParameters, schemeUrlValues } from './selection-state';
import { SendToLabeling } from './send-to-labeling';
import { useSettled } from './use-settled';

const PREVIEW_DELAY = 250;

interface SelectionDeskProps {
  readonly project: ProjectView;
  readonly schemes: readonly SchemeInfo[];
  /** those that are ready */
  readonly scoreSets: readonly ScoreSetView[];
}

/** How to choose, at the left, and what that gives, at the right. All of it stands in the URL. */
export function SelectionDesk({ project, schemes, scoreSets }: SelectionDeskProps) {
  const trpc = useTRPC();
  const url = useUrlState();
  const scheme = chosenScheme(schemes, scoreSets, url.get('scheme'));
  const scoreSet = scheme && chosenScoreSet(scheme, scoreSets, url.get('scoreSetId'));
  const poolExamples = project.splits.pool.examples;
  const budget = clampBudget(url.getNumber('budget') ?? firstBudget(poolExamples), poolExamples);
  const complete = scheme !== null && (scheme.defaultScore === null || scoreSet !== null);
  const request: SelectionRequest = {
    projectId: project.id,
    scoreSetId: scoreSet?.id ?? null,
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
          {scheme.defaultScore !== null && scoreSets.length > 0 && (
            <Select
              label="Score"
              value={scoreSet?.id ?? null}
              onValueChange={(scoreSetId) => url.set({ scoreSetId })}
              options={scoreSets.map(({ id, title, surrogateName }) => ({
                value: id,
                label: title,
                detail: `by ${surrogateName}`,
              }))}
            />
          )}
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
        {complete && (
          <div className="sticky bottom-0 -mx-4 mt-5 -mb-4 rounded-b-lg border-t border-line bg-surface px-4 py-3 sm:-mx-5 sm:-mb-5 sm:px-5">
            <SendToLabeling request={request} />
          </div>
        )}
      </Section>
      {complete ? (
        <div className="flex min-w-0 flex-col gap-6" aria-busy={preview.isFetching}>
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
        <EmptyState
          title="This scheme needs a score"
          action={
            <ButtonLink variant="primary" href={`/projects/${project.id}/scores`}>
              Compute scores
            </ButtonLink>
          }
        >
          No surrogate has scored the pool with “{scheme.defaultScore}” yet. Random selection works without.
        </EmptyState>
      )}
    </div>
  );
}

/** The scheme that the URL names; else the first whose score is there, which is better than random where it can be. */
function chosenScheme(
  schemes: readonly SchemeInfo[],
  scoreSets: readonly ScoreSetView[],
  name: string | null,
): SchemeInfo | null {
  const usable = (scheme: SchemeInfo) =>
    scheme.defaultScore !== null && scoreSets.some((scoreSet) => scoreSet.name === scheme.defaultScore);
  return schemes.find((scheme) => scheme.name === name) ?? schemes.find(usable) ?? schemes.at(0) ?? null;
}

/** The score set that the URL names, else the newest of the score that the scheme is made for. */
function chosenScoreSet(
  scheme: SchemeInfo,
  scoreSets: readonly ScoreSetView[],
  id: string | null,
): ScoreSetView | null {
  if (scheme.defaultScore === null) return null;
  const newestFirst = [...scoreSets].sort((left, right) => Number(right.createdAt) - Number(left.createdAt));
  return (
    scoreSets.find((scoreSet) => scoreSet.id === id) ??
    newestFirst.find(({ name }) => name === scheme.defaultScore) ??
    null
  );
}
