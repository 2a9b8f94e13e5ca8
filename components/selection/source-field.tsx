'use client';

import type { SchemeInfo, SelectionRequest } from '@/lib/contracts/selection';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Select } from '../ui/select';
import { sourceKind, type SelectionSources } from './selection-sources';

interface SourceFieldProps {
  readonly scheme: SchemeInfo;
  readonly sources: SelectionSources;
  readonly request: SelectionRequest;
  readonly onValueChange: (values: Readonly<Record<string, string>>) => void;
}

/** Which score, surrogate or features the scheme is to look at; nothing where there are none, or it looks at none. */
export function SourceField({ scheme, sources, request, onValueChange }: SourceFieldProps) {
  const { scoreSets, surrogates, featureSets } = sources;
  const kind = sourceKind(scheme);
  if (kind === 'score' && scoreSets.length > 0) {
    return (
      <Select
        label="Score"
        value={request.scoreSetId}
        onValueChange={(scoreSetId) => onValueChange({ scoreSetId })}
        options={scoreSets.map(({ id, title, surrogateName }) => ({
          value: id,
          label: title,
          detail: `by ${surrogateName}`,
        }))}
      />
    );
  }
  if (kind === 'surrogate' && surrogates.length > 0) {
    return (
      <Select
        label="Surrogate"
        hint="Its probabilities and the features that it was trained on."
        value={request.surrogateId}
        onValueChange={(surrogateId) => onValueChange({ surrogateId })}
        options={surrogates.map(({ id, name }) => ({ value: id, label: name }))}
      />
    );
  }
  if (kind === 'features' && featureSets.length > 0) {
    return (
      <Select
        label="Features"
        value={request.featureSetId}
        onValueChange={(featureSetId) => onValueChange({ featureSetId })}
        options={featureSets.map(({ id, title, dimension }) => ({
          value: id,
          label: title,
          detail: dimension === null ? undefined : `${dimension} columns`,
        }))}
      />
    );
  }
  return null;
}

/** What is missing for this scheme, and the page where it is made. */
export function MissingSource({
  scheme,
  projectId,
}: {
  readonly scheme: SchemeInfo;
  readonly projectId: string;
}) {
  const [title, page, action] =
    sourceKind(scheme) === 'score'
      ? ['This scheme needs a score', 'scores', 'Compute scores']
      : sourceKind(scheme) === 'surrogate'
        ? ['This scheme needs a surrogate', 'surrogate', 'Train a surrogate']
        : ['This scheme needs features', 'features', 'Compute features'];
  return (
    <EmptyState
      title={title}
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/${page}`}>
          {action}
        </ButtonLink>
      }
    >
      {scheme.defaultScore === null
        ? 'There is none that is ready yet.'
        : `No surrogate has scored the pool with “${scheme.defaultScore}” yet.`}{' '}
      Random selection works without.
    </EmptyState>
  );
}
